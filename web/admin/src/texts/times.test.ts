import { expect, it } from "vitest";
import { instant, localTime } from "./times";

it("shows an instant on the clock of whoever looks, and reads it back", () => {
  expect(instant(localTime("2026-03-01T12:30:00Z"))).toBe("2026-03-01T12:30:00Z");
  expect(localTime("2026-03-01T12:30:00Z")).toMatch(/^2026-0[23]-\d\dT\d\d:\d\d$/);
});

it("says nothing of what is no instant", () => {
  expect(localTime(undefined)).toBe("");
  expect(localTime("soon")).toBe("");
  expect(instant("")).toBeUndefined();
});

import { describe, expect, it } from "vitest";
import { isInstant, isoOf, nameOf, told, written } from "./profile";

describe("nameOf", () => {
  it("prefers what the application calls somebody", () => {
    expect(nameOf({ person: "p1", identifiers: [{ kind: "anonymous", value: "a" }, { kind: "user", value: "ada" }] })).toBe("ada");
  });
  it("falls back to the person's id", () => expect(nameOf({ person: "p1", identifiers: [] })).toBe("p1"));
});

describe("told", () => {
  it("reads a track with its properties", () => {
    expect(told({ type: "track", event: "used", timestamp: "2026-11-24T09:00:00Z", properties: { minutes: 3, tags: ["a"] } }))
      .toEqual({ call: "track", name: "used", at: "2026-11-24T09:00:00Z", parts: [["minutes", "3"], ["tags", '["a"]']] });
  });
  it("reads an identify with its traits", () => expect(told({ type: "identify", traits: { plan: "trial" } }).parts).toEqual([["plan", "trial"]]));
  it("bears with what is no event", () => expect(told({ type: 7, properties: [] })).toEqual({ call: "track", name: "", at: "", parts: [] }));
});

describe("written", () => {
  it("leaves texts as they are", () => expect(written('"><img src=x onerror=alert(1)>')).toBe('"><img src=x onerror=alert(1)>'));
  it("writes nothing for what is not there", () => expect(written(undefined)).toBe(""));
});

it("an instant is told from other texts", () => {
  expect(isInstant("2026-11-24T09:00:00.000Z")).toBe(true);
  expect(isInstant("2026-99-24T09:00:00Z")).toBe(false);
  expect(isInstant("DE")).toBe(false);
});

describe("isoOf", () => {
  it("reads a field of date and time", () => expect(isoOf("2026-11-24T09:30")).toMatch(/^2026-11-2\dT\d\d:\d\d:00\.000Z$/));
  it("refuses what is half typed", () => expect(isoOf("2026-")).toBeUndefined());
});

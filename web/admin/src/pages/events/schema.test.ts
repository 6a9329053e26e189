import { describe, expect, it } from "vitest";
import { freeName, isLength, renamed } from "./schema";

describe("renamed", () => {
  it("keeps the order", () => {
    expect(Object.keys(renamed({ a: { type: "string" }, b: { type: "number" }, c: { type: "bool" } }, "b", "minutes"))).toEqual(["a", "minutes", "c"]);
  });
});

describe("freeName", () => {
  it("counts on where a name is taken", () => expect(freeName({ property: { type: "string" }, property_2: { type: "string" } }, "property")).toBe("property_3"));
  it("is not misled by what objects inherit", () => expect(freeName({}, "constructor")).toBe("constructor"));
});

describe("isLength", () => {
  it.each([["90d", true], ["24h", true], ["", true], ["soon", false], ["d", false], ["-1d", false]])("%j: %s", (text, is) => expect(isLength(text)).toBe(is));
});

import { describe, expect, it } from "vitest";
import { aspects } from "./Compare";
import { contextOf } from "./Explain";
import { readMetadata } from "./Metadata";
import { keyOf } from "../../drafts/keyOf";
import { placeIn } from "./useWrongs";

describe("a flag in two environments", () => {
  const flag = { type: "boolean", variants: { on: true, off: false }, default: "off" } as const;
  const differing = (other: object): string[] => aspects(flag, { ...flag, ...other }).filter(({ differs }) => differs).map(({ what }) => what);

  it("is the same where only the way of writing differs", () => {
    expect(differing({ enabled: true, client: false, targeting: [] })).toEqual([]);
  });
  it("differs in what decides", () => {
    expect(differing({ enabled: false })).toEqual(["state"]);
    expect(differing({ variants: { off: false, on: true } })).toEqual(["variants"]);
    expect(differing({ variants: { on: true, off: true } })).toEqual(["variants"]);
    expect(differing({ targeting: [{ when: "x", serve: "on" }], default: { on: 1000, off: 99_000 } })).toEqual(["targeting", "default"]);
    expect(differing({ metadata: { owner: "me" } })).toEqual(["rest"]);
  });
});

it("says of a persona what its attributes are, in their types", () => {
  const attributes = [{ name: "age", type: "number" }, { name: "vip", type: "bool" }, { name: "tags", type: "list" }] as const;
  expect(contextOf("", [["age", "42"], ["vip", "true"], ["tags", "a, b"], ["country", "DE"], ["", "x"], ["plan", ""]], attributes)).toEqual({
    targetingKey: "somebody", age: 42, vip: true, tags: ["a", "b"], country: "DE",
  });
});

it("reads metadata as what it looks like, and keeps what would be another text", () => {
  expect(readMetadata([["a", "1.5"], ["b", "true"], ["c", "1.0"], ["d", "007"], ["", "x"]])).toEqual({ a: 1.5, b: true, c: "1.0", d: "007" });
  expect(readMetadata([["", ""]])).toBeUndefined();
});

it("makes keys of what people type", () => {
  expect(keyOf("  Größer & schöner! ")).toBe("grosser-schoner");
  expect(keyOf("!!!")).toBe("");
});

it("finds the problems of one flag among all", () => {
  expect(placeIn("flags.a.targeting[0].when", "a")).toBe("targeting[0].when");
  expect(placeIn("flags.a", "a")).toBe("");
  expect(placeIn("flags.ab.default", "a")).toBeUndefined();
  expect(placeIn(undefined, "a")).toBeUndefined();
});

import { describe, expect, it } from "vitest";
import { even, free, inOrder, moved, newFlag, parseValue, removeVariant, renameEntry, renameVariant, reorderVariants, reweigh, split, usesOf, variantWrong, whole, type FlagDefinition } from "./definition";

const sum = (weights: Record<string, number>): number => Object.values(weights).reduce((all, one) => all + one, 0);

describe("weights", () => {
  it("always sum to the whole, however they are moved", () => {
    let weights = even(["a", "b", "c"]);
    expect(weights).toEqual({ a: 33_334, b: 33_333, c: 33_333 });
    for (const [name, weight] of [["a", 12_345], ["b", 0], ["c", 100_000], ["a", 1], ["b", 250_000], ["c", -4], ["a", 33_333.4]] as const) {
      weights = reweigh(weights, ["a", "b", "c"], name, weight);
      expect(sum(weights)).toBe(whole);
      expect(Object.values(weights).every((one) => Number.isInteger(one) && one >= 0)).toBe(true);
    }
  });
  it("leaves the others in the proportion that they had", () => {
    expect(reweigh({ a: 20_000, b: 20_000, c: 60_000 }, ["a", "b", "c"], "a", 60_000)).toEqual({ a: 60_000, b: 10_000, c: 30_000 });
  });
  it("shares out evenly where the others had nothing", () => {
    expect(reweigh({ a: 100_000 }, ["a", "b", "c"], "a", 50_000)).toEqual({ a: 50_000, b: 25_000, c: 25_000 });
  });
  it("gives the whole to the only variant", () => {
    expect(reweigh({ a: 100_000 }, ["a"], "a", 10)).toEqual({ a: whole });
  });
  it("is written in the order of the variants, without what nobody gets", () => {
    expect(Object.keys(inOrder({ b: 1, c: 0, a: 99_999 }, ["a", "b", "c"]))).toEqual(["a", "b"]);
    expect(split([], [])).toEqual({});
  });
});

const flag: FlagDefinition = {
  type: "string", variants: { a: "1", b: "2", c: "3" }, off: "b", default: "b",
  targeting: [{ name: "x", serve: { a: 50_000, b: 50_000 } }, { name: "y", serve: "b" }],
};

describe("variants", () => {
  it("are renamed wherever they are served, and keep their place", () => {
    const next = renameVariant(flag, "b", "beta");
    expect(Object.keys(next.variants)).toEqual(["a", "beta", "c"]);
    expect(next).toMatchObject({ off: "beta", default: "beta", targeting: [{ serve: { a: 50_000, beta: 50_000 } }, { serve: "beta" }] });
  });
  it("leave nothing behind that names them when they are removed", () => {
    const next = removeVariant(flag, "b");
    expect(next).toEqual({ type: "string", variants: { a: "1", c: "3" }, default: "a", targeting: [{ name: "x", serve: { a: whole } }, { name: "y", serve: "a" }] });
    expect(usesOf(flag, "b")).toBe(4);
    expect(usesOf(flag, "c")).toBe(0);
  });
  it("are at least one", () => {
    const one = { type: "boolean", variants: { on: true } } as const;
    expect(removeVariant(one, "on")).toBe(one);
  });
  it("change places", () => {
    expect(Object.keys(reorderVariants(flag, 2, 0).variants)).toEqual(["c", "a", "b"]);
    expect(moved([1, 2, 3], 0, 2)).toEqual([2, 3, 1]);
  });
  it("have names that keep their order", () => {
    expect(variantWrong("10", [])).toBe("numeral");
    expect(variantWrong("01", [])).toBeUndefined();
    expect(variantWrong("a b", [])).toBe("key");
    expect(variantWrong("a", ["a"])).toBe("taken");
    expect(free("variant", ["variant", "variant-2"], "-")).toBe("variant-3");
  });
  it("have values of the flag's type", () => {
    expect(parseValue("number", "1.5")).toBe(1.5);
    expect(parseValue("number", "\"1\"")).toBeUndefined();
    expect(parseValue("object", "[1]")).toEqual([1]);
    expect(parseValue("object", "{")).toBeUndefined();
    expect(parseValue("string", "{")).toBe("{");
  });
});

describe("entries", () => {
  it("keep their buckets when they are renamed, and say nothing more when they are named back", () => {
    const entry = { name: "x", serve: { a: 50_000, b: 50_000 } };
    const renamed = renameEntry("f", entry, "x2", ["x"]);
    expect(renamed).toEqual({ ...entry, name: "x2", seed: "f/x" });
    expect(renameEntry("f", renamed, "x", ["x"])).toEqual(entry);
  });
  it("need no seed where nobody is shared out, or nothing was published", () => {
    expect(renameEntry("f", { name: "x", serve: "a" }, "z", ["x"])).toEqual({ name: "z", serve: "a" });
    expect(renameEntry("f", { name: "x", serve: { a: whole } }, "z", [])).toEqual({ name: "z", serve: { a: whole } });
  });
});

it("begins a flag of every type with a default that is one of its variants", () => {
  for (const type of ["boolean", "string", "number", "object"] as const) {
    const made = newFlag(type);
    expect(Object.keys(made.variants)).toContain(made.default);
  }
});

import { describe, expect, it } from "vitest";
import { all, evenly, moved, named, renamed, segmentOf, showing, tidy, weighed, type Slot } from "./domain";

const slot: Slot = { type: "content", variants: { a: "one", both: ["one", "two"], none: [] }, targeting: [{ name: "x", serve: "a" }], default: "none" };
const sum = (weights: Record<string, number>): number => Object.values(weights).reduce((total, weight) => total + weight, 0);

describe("what a slot shows", () => {
  it("is a variant that there is already", () => {
    expect(showing(slot, ["one"])).toEqual({ slot, variant: "a" });
    expect(showing(slot, ["one", "two"]).variant).toBe("both");
    expect(showing(slot, []).variant).toBe("none");
  });

  it("is a new variant behind the others", () => {
    const { slot: next, variant } = showing(slot, ["welcome/designer"]);
    expect(variant).toBe("welcome-designer");
    expect(Object.entries(next.variants).at(-1)).toEqual(["welcome-designer", "welcome/designer"]);
    expect(showing({ ...slot, variants: { two: "x" } }, ["two"]).variant).toBe("two-2");
  });

  it("loses variants that nobody is served, but not those that are published", () => {
    expect(Object.keys(tidy(slot, []).variants)).toEqual(["a", "none"]);
    expect(Object.keys(tidy(slot, ["both"]).variants)).toEqual(["a", "both", "none"]);
  });
});

describe("shares", () => {
  it("are the whole together, however they are shared out", () => {
    expect(evenly(["a", "b", "c"])).toEqual({ a: 33_333, b: 33_333, c: 33_334 });
    let weights = evenly(["a", "b", "c", "d", "e", "f", "g"]);
    for (let round = 0; round < 500; round++) {
      weights = weighed(weights, Object.keys(weights)[round % 7] ?? "a", (round * 7919) % (all + 1));
      expect(sum(weights)).toBe(all);
      expect(Math.min(...Object.values(weights))).toBeGreaterThanOrEqual(0);
    }
  });

  it("are taken from the others in proportion, and keep their order", () => {
    expect(weighed({ a: 50_000, b: 25_000, c: 25_000 }, "a", 0)).toEqual({ a: 0, b: 50_000, c: 50_000 });
    expect(Object.keys(weighed({ a: 10_000, b: 90_000 }, "b", 20_000))).toEqual(["a", "b"]);
    expect(weighed({ a: all, b: 0 }, "a", 60_000)).toEqual({ a: 60_000, b: 40_000 });
  });
});

describe("experiences", () => {
  it("change places", () => {
    expect(moved(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
    expect(moved(["a", "b", "c"], 2, -5)).toEqual(["c", "a", "b"]);
  });

  it("have names of their own", () => expect(named([{ name: "x", serve: "a" }, { name: "x 2", serve: "a" }], "x")).toBe("x 3"));

  it("keep people in their parts when they are renamed", () => {
    expect(renamed({ name: "old", serve: { a: 50_000, b: 50_000 } }, "hero", "new")).toMatchObject({ name: "new", seed: "hero/old" });
    expect(renamed({ name: "old", serve: "a" }, "hero", "new")).toEqual({ name: "new", serve: "a" });
    expect(renamed({ name: "old", seed: "s", serve: "a", coverage: 5 }, "hero", "new").seed).toBe("s");
  });

  it("know a rule that is a segment", () => {
    expect(segmentOf('segment("on-trial")')).toBe("on-trial");
    expect(segmentOf('segment("a") && true')).toBeUndefined();
    expect(segmentOf(undefined)).toBeUndefined();
  });
});

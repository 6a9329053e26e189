import { describe, expect, it } from "vitest";
import { causes, isSeen, matching, percentile, perSecond, type Seen } from "./watch";

const seen = (id: number, flag: string, person: string, kind: Seen["cause"]["kind"] = "event"): Seen =>
  ({ id, at: "2026-11-24T09:00:00Z", flag, person, revision: 1, cause: { kind }, listeners: 1, delay: 2, changed: "variant" });

describe("percentile", () => {
  const hundred = Array.from({ length: 100 }, (_, at) => at + 1);
  it.each([[50, 50], [99, 99], [100, 100], [0, 1]])("%d of a hundred is %d", (percent, value) => expect(percentile(hundred, percent)).toBe(value));
  it("of one is that one", () => expect(percentile([7], 99)).toBe(7));
  it("of none is none", () => expect(percentile([], 50)).toBeUndefined());
});

describe("perSecond", () => {
  it("puts each instant into its second, and leaves out what is older", () => {
    expect(perSecond([9_999, 9_500, 8_100, 2_000], 10_000, 3)).toEqual([0, 1, 2]);
  });
  it("takes what a clock that is ahead says for now", () => expect(perSecond([11_500], 10_000, 2)).toEqual([0, 1]));
});

describe("matching", () => {
  const all = [seen(1, "a", "ada"), seen(2, "b", "ada"), seen(3, "a", "grace")];
  it.each([["", "", [1, 2, 3]], ["a", "", [1, 3]], ["", "ada", [1, 2]], ["a", "ada", [1]]])("flag %j, person %j", (flag, person, ids) => {
    expect(matching(all, flag, person).map(({ id }) => id)).toEqual(ids);
  });
});

it("the most frequent cause is first", () => {
  expect(causes([seen(1, "a", "x"), seen(2, "a", "x", "publish"), seen(3, "a", "x", "publish")])).toEqual([["publish", 2], ["event", 1]]);
});

it("what is no change is not taken for one", () => {
  expect(isSeen({ missed: 3 })).toBe(false);
  expect(isSeen(null)).toBe(false);
});

import { describe, expect, it } from "vitest";
import { eventOf, inBatches, parsed, reasonsOf } from "./replay";

const failure = (id: number, reason: string) => ({ id, at: "2026-11-24T09:00:00Z", reason, message: "" });

describe("inBatches", () => {
  it("sends all ids once, and tells how far it is", async () => {
    const sent: number[][] = [], told: number[] = [];
    const sum = await inBatches([1, 2, 3, 4, 5], 2, async (ids) => { sent.push(ids); return { accepted: ids.length - 1, refused: 1 }; }, (done) => told.push(done));
    expect(sent).toEqual([[1, 2], [3, 4], [5]]);
    expect(told).toEqual([2, 4, 5]);
    expect(sum).toEqual({ accepted: 2, refused: 3 });
  });
  it("stops where the server refuses", async () => {
    const sent: number[][] = [];
    await expect(inBatches([1, 2, 3], 1, async (ids) => { sent.push(ids); if (ids[0] === 2) throw new Error("no"); return { accepted: 1, refused: 0 }; }, () => undefined)).rejects.toThrow("no");
    expect(sent).toEqual([[1], [2]]);
  });
});

describe("parsed", () => {
  it("reads an event", () => expect(parsed('{"type":"track"}')).toEqual({ event: { type: "track" } }));
  it("says what is wrong", () => expect(parsed("{")).toHaveProperty("problem"));
  it.each(["[]", "3", "null"])("takes no %s for an event", (text) => expect(parsed(text)).toEqual({ shape: true }));
});

it("what is repaired begins as it was sent, even if it is no JSON", () => {
  expect(eventOf({ ...failure(1, "bad_json"), raw: "{oops" })).toBe("{oops");
});

it("the most frequent reason is first", () => {
  expect(reasonsOf([failure(1, "a"), failure(2, "b"), failure(3, "b")])).toEqual([["b", 2], ["a", 1]]);
});

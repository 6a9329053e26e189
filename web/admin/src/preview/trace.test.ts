import { describe, expect, it } from "vitest";
import { flipOf, outcomeOf, written, type Node } from "./trace";

const leaf = (text: string, outcome: string, value?: unknown): Node => ({ text, outcome, children: [{ text: text.split(" ")[0] ?? "", outcome: "value", ...(value !== undefined ? { value } : { note: `${text.split(" ")[0]} is missing` }) }] });
const both = (text: string, outcome: string, ...children: Node[]): Node => ({ text, outcome, children });

describe("what would flip a rule", () => {
  it("is nothing where it is true", () => expect(flipOf(leaf("a == 1", "true", 1))).toBeUndefined());

  it("is the condition itself, with its value", () =>
    expect(flipOf(leaf("uses >= 5", "false", 3))).toEqual({ text: "uses >= 5", wanted: true, values: [{ text: "uses", value: 3, note: undefined }] }));

  it("is the first of several that is not true, also within a segment", () => {
    const rule = both("a && b", "unknown", leaf("role == x", "true", "x"), both('segment("s")', "unknown", leaf("plan == trial", "unknown")));
    expect(flipOf(rule)).toEqual({ text: "plan == trial", wanted: true, values: [{ text: "plan", value: undefined, note: "plan is missing" }] });
  });

  it("is what is true behind a not", () => {
    expect(flipOf(both("not (a == 1)", "false", leaf("a == 1", "true", 1)))).toMatchObject({ text: "a == 1", wanted: false });
    expect(flipOf(both("not (a == 1 && b == 2)", "false", both("a == 1 && b == 2", "true", leaf("a == 1", "true", 1), leaf("b == 2", "true", 2))))).toMatchObject({ text: "a == 1", wanted: false });
    expect(flipOf(both("not (a == 1)", "unknown", leaf("a == 1", "unknown")))).toMatchObject({ text: "a == 1" });
  });

  it("is the first alternative where all fail", () =>
    expect(flipOf(both("a == 1 || b == 2", "false", leaf("a == 1", "false", 0), leaf("b == 2", "false", 0)))).toMatchObject({ text: "a == 1", wanted: true }));
});

it("tells what decided from what did not, and from what nobody asked", () => {
  expect(outcomeOf({ name: "", reached: true, result: "match" })).toBe("yes");
  expect(outcomeOf({ name: "", reached: true, result: "unknown" })).toBe("no");
  expect(outcomeOf({ name: "", reached: false, result: "match" })).toBe("unreached");
});

it("writes values as one reads them", () => expect([written("DE"), written(3), written(["a"])]).toEqual(["DE", "3", '["a"]']));

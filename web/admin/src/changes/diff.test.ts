import { expect, it } from "vitest";
import { diff, written } from "./diff";

const drawn = (before: string, after: string): string => diff(before, after).map(({ side, text }) => ({ both: " ", before: "-", after: "+" })[side] + text).join("\n");

it("shows which lines went and which came", () => {
  expect(drawn("a\nb\nc", "a\nx\nc\nd")).toBe(" a\n-b\n+x\n c\n+d");
  expect(drawn("a\nb\nc\nd", "b\nd")).toBe("-a\n b\n-c\n d");
});

it("shows all of what is new and of what is deleted", () => {
  expect(drawn("", "a\nb")).toBe("+a\n+b");
  expect(drawn("a", "")).toBe("-a");
  expect(drawn("", "")).toBe("");
  expect(written(null)).toBe("");
});

it("does not work itself to death over long texts", () => {
  const long = (sign: string): string => Array.from({ length: 5000 }, (_, at) => sign + String(at)).join("\n");
  const lines = diff(long("a"), long("b"));
  expect(lines.length).toBe(10_000);
});

it("gives both texts back, whatever they are", () => {
  const texts = ["", "a", "a\na", "b\na\nb\na", "a\nb\na\nc\nb", "c\nb\na"];
  for (const before of texts) {
    for (const after of texts) {
      const lines = diff(before, after);
      const side = (one: "before" | "after"): string => lines.filter((line) => line.side === one || line.side === "both").map(({ text }) => text).join("\n");
      expect([side("before"), side("after")]).toEqual([before, after]);
    }
  }
});

import { expect, it } from "vitest";
import { finding, isWhole, type Listed } from "./useContents";

const listed = (key: string, more: Partial<Listed> = {}): Listed => ({ key, type: "hero", variants: 0, showing: "shown", completeness: undefined, users: 0, ...more });
const all = [
  listed("welcome", { completeness: { fields: 2, locales: { en: 2, de: 1 } } }),
  listed("spring", { type: "banner", description: "Three months for TWO", publish_at: "2026-03-01T00:00:00Z" }),
  listed("idea", { showing: "draft" }),
];
const keys = (wanted: Partial<Parameters<typeof finding>[1]>): string[] => finding(all, { text: "", type: null, state: null, ...wanted }).map(({ key }) => key);

it("finds entries by key and description, whatever the case", () => {
  expect(keys({ text: " WEL" })).toEqual(["welcome"]);
  expect(keys({ text: "two" })).toEqual(["spring"]);
});

it("narrows the list by type and by what is to be done", () => {
  expect(keys({ type: "banner" })).toEqual(["spring"]);
  expect(keys({ state: "draft" })).toEqual(["idea"]);
  expect(keys({ state: "incomplete" })).toEqual(["welcome"]);
  expect(keys({ state: "scheduled" })).toEqual(["spring"]);
  expect(keys({ state: "scheduled", type: "hero" })).toEqual([]);
});

it("takes an entry without languages for whole", () => expect(isWhole(listed("x"))).toBe(true));

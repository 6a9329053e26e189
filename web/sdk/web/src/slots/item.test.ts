import { expect, it } from "vitest";
import { readSlot } from "./item.js";

it("reads items, and the same value into the same items", () => {
  const value = [{ entry: "welcome", variant: "designers", type: "hero", locale: "de", dir: "ltr", fields: { title: "Hallo" } }];
  expect(readSlot(value)).toEqual(value);
  expect(readSlot(value)).toBe(readSlot(value));
});

it("leaves out what is no item, and of items what is not of their form", () => {
  for (const value of [undefined, null, 3, "x", {}, { length: 1 }]) expect(readSlot(value)).toEqual([]);
  expect(readSlot([null, "x", [], {}, { entry: "a" }, { entry: 1, type: "hero" }])).toEqual([]);
  expect(readSlot([{ entry: "a", type: "hero", variant: 1, locale: '"><x', dir: "up", fields: [] }])).toEqual([{ entry: "a", type: "hero", fields: {} }]);
});

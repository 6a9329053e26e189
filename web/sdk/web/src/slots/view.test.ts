import { afterEach, expect, it, vi } from "vitest";
import { elementOf, itemOf, rich } from "./testing.js";
import { keyOf, shownOf, view } from "./view.js";

const stage = { url: "https://flags.example.com", states: new Map() };
const step = (entry: string) => itemOf("tour-step", { body: rich("<p>x</p>") }, { entry });

afterEach(() => vi.unstubAllEnvs());

it("shows nothing of a type that nobody knows, and says so during development", () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  vi.stubEnv("NODE_ENV", "production");
  const odd = itemOf("constructor" as "hero", { title: "x" });
  expect(view(odd, "slot", stage, {})).toBeUndefined();
  expect(warn).not.toHaveBeenCalled();
  vi.stubEnv("NODE_ENV", "development");
  for (let i = 0; i < 2; i++) expect(view(odd, "slot", stage, {})).toBeUndefined();
  expect(warn.mock.calls).toEqual([["Fingerpost: nothing shows one: the page has no component for its type, constructor"]]);
});

it("shows no e-mail on a page", () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  expect(view(itemOf("email", { body: rich("<p>x</p>") }), "slot", stage, {})).toBeUndefined();
  expect(warn).not.toHaveBeenCalled();
});

it("shows one step of a tour at a time, and nothing that was closed", () => {
  const [one, two, hero] = [step("one"), step("two"), itemOf("hero", { title: "x" }, { entry: "hero" })];
  expect(shownOf("slot", [one, hero, two], stage)).toEqual([one, hero]);
  expect(shownOf("slot", [one, hero, two], { states: new Map([["slot/one", "closed"], ["other/hero", "closed"]]) })).toEqual([hero, two]);
});

it("an item is the same in another language, and another one in another variant", () => {
  expect(keyOf(itemOf("hero", { title: "x" }, { locale: "de" }))).toBe(keyOf(itemOf("hero", { title: "y" })));
  expect(keyOf(itemOf("hero", { title: "x" }, { variant: "b" }))).not.toBe(keyOf(itemOf("hero", { title: "x" })));
  expect(elementOf(itemOf("hero", { title: "x" }, { locale: "ar" })).dir).toBe("rtl");
});

import { expect, it } from "vitest";
import { initials } from "./AccountMenu";
import { navigation } from "./navigation";
import { matching } from "./Palette";
import { isLive } from "./useEnvironment";
import { inside } from "../pages/entry/useEnter";

it.each([["Ada Byron", "AB"], ["ada", "A"], ["Grace Brewster Hopper", "GH"], ["", ""], ["élan vital", "ÉV"]])("writes %s as %s", (name, short) => expect(initials(name)).toBe(short));

it("gives each page a key of its own", () => expect(new Set(navigation.map(({ key }) => key)).size).toBe(navigation.length));

it("finds names before what is said about them", () => {
  const all = [{ text: "power", about: "trial users" }, { text: "on-trial" }, { text: "trial-eu" }, { text: "other" }];
  expect(matching(all, "Trial").map(({ text }) => text)).toEqual(["trial-eu", "on-trial", "power"]);
});

it.each([["production", true], ["prod-eu", true], ["staging", false], ["reproduction", false]])("knows that people see %s: %s", (name, live) => expect(isLive(name)).toBe(live));

it.each([["/production/segments", true], ["//evil.example", false], ["/\\evil.example", false], ["https://evil.example", false], [undefined, false]])(
  "after signing in goes to %s: %s", (to, goes) => expect(inside(to)).toBe(goes),
);

import { expect, it } from "vitest";
import { direction, languageOf } from "./language.js";

it.each(["ar", "ar-EG", "he", "fa-IR", "ur", "az-Arab", "AR"])("%s is written from right to left", (locale) => expect(direction(locale)).toBe("rtl"));
it.each(["de", "en-US", "zh-Hant", "ar-Latn", "ku", "arn"])("%s is written from left to right", (locale) => expect(direction(locale)).toBe("ltr"));

it("an item says its language, if it has one", () => {
  expect(languageOf({ locale: "ar" })).toEqual({ lang: "ar", dir: "rtl" });
  expect(languageOf({ locale: "ar", dir: "ltr" })).toEqual({ lang: "ar", dir: "ltr" });
  expect(languageOf({})).toEqual({});
});

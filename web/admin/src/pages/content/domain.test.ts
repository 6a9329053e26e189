import { describe, expect, it } from "vitest";
import { completeness, fallback, fallbacks, isLocalized, keyOf, said, saying, showing, together, withPart, withValue, type Entry, type FieldDefinition, type Fields } from "./domain";

const locales = ["en", "de", "de-AT", "ar"];
const text: FieldDefinition = { type: "text" };

describe("a field with languages", () => {
  it("is a text or Markdown, unless its type says otherwise", () => {
    expect([text, { type: "markdown" }, { type: "url", localized: true }].map((field) => isLocalized(field as FieldDefinition))).toEqual([true, true, true]);
    expect([{ type: "text", enum: ["a"] }, { type: "text", localized: false }, { type: "url" }].map((field) => isLocalized(field as FieldDefinition))).toEqual([false, false, false]);
  });

  it("says a value alone in the first language", () => {
    expect(said("Hello", text, "en", locales)).toBe("Hello");
    expect(said("Hello", text, "de", locales)).toBeUndefined();
  });

  it("keeps what it says in others when one changes", () => {
    expect(saying("Hello", text, "de", locales, "Hallo")).toEqual({ en: "Hello", de: "Hallo" });
    expect(saying({ en: "Hello", de: "Hallo" }, text, "de", locales, "")).toEqual({ en: "Hello" });
    expect(saying({ en: "Hello" }, text, "en", locales, "")).toBeUndefined();
  });

  it("has a value alone where the environment has no languages", () => expect(saying("a", text, "", [], "b")).toBe("b"));

  it("falls back from a region to its language, and then to the first", () => {
    expect(fallbacks("de-AT", locales)).toEqual(["de", "en"]);
    expect(fallbacks("en", locales)).toEqual([]);
    expect(fallback({ en: "Hello", de: "Hallo" }, text, "de-AT", locales)).toEqual({ locale: "de", value: "Hallo" });
    expect(fallback({ en: "Hello" }, text, "de-AT", locales)).toEqual({ locale: "en", value: "Hello" });
    expect(fallback({ de: "Hallo" }, text, "ar", locales)).toBeUndefined();
  });

  it("does not take an image for languages", () => {
    const image = { image: "x", alt: "A post" };
    expect(said(image, { type: "image" }, "de", locales)).toEqual(image);
    expect(said({ en: image }, { type: "image", localized: true }, "en", locales)).toEqual(image);
  });
});

const fields: Fields = { title: text, link: { type: "url" }, items: { type: "list", fields: { title: text, link: { type: "url" } } } };

describe("completeness", () => {
  it("counts texts that say something, also those of lists", () => {
    const values = { title: { en: "a", de: "b" }, link: "/x", items: [{ title: "one", link: "/" }, { title: { en: "two", ar: "اثنان" } }] };
    expect(completeness(fields, values, ["en", "de", "ar"])).toEqual({ fields: 3, locales: { en: 3, de: 1, ar: 1 } });
  });
});

const entry: Entry = { type: "hero", fields: { title: "A", link: "/a" }, variants: { b: { title: "B" } } };

describe("a variant", () => {
  it("says what it sets, and the baseline's rest", () => {
    expect(together(entry, "b")).toEqual({ title: "B", link: "/a" });
    expect(together(entry, undefined)).toEqual({ title: "A", link: "/a" });
  });

  it("changes without the baseline, and inherits again", () => {
    const changed = withValue(entry, "b", "link", "/b");
    expect(changed.fields).toEqual(entry.fields);
    expect(together(changed, "b")["link"]).toBe("/b");
    expect(withValue(changed, "b", "link", undefined)).toEqual(entry);
  });
});

describe("an entry", () => {
  const now = Date.parse("2026-06-01T00:00:00Z");
  it.each([
    [{ draft: true }, "draft"], [{ publish_at: "2026-07-01T00:00:00Z" }, "planned"], [{ unpublish_at: "2026-06-01T00:00:00Z" }, "over"],
    [{ publish_at: "2026-06-01T00:00:00Z" }, "season"], [{}, "shown"],
  ] as const)("with %j is %s", (times, state) => expect(showing(times, now)).toBe(state));

  it("loses a part that is empty", () => expect(withPart(withPart(entry, "draft", true), "draft", false)).toEqual(entry));

  it("has a key like its name", () => {
    expect(keyOf("Spring offer 2026!")).toBe("spring-offer-2026");
    expect(keyOf(" Größe & Maß ")).toBe("grosse-mass");
    expect(keyOf("عرض")).toBe("");
  });
});

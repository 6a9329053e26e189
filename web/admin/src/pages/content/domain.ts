/** FieldDefinition says what a field of a content type holds. */
export interface FieldDefinition {
  type: "text" | "markdown" | "number" | "boolean" | "time" | "url" | "image" | "list" | "reference" | "json";
  description?: string;
  localized?: boolean;
  required?: boolean;
  min?: number;
  max?: number;
  enum?: string[];
  fields?: Fields;
  accepts?: string[];
}

export type Fields = Record<string, FieldDefinition>;
export type Values = Record<string, unknown>;

/** Entry is a content entry as the environment file has it. */
export interface Entry {
  type: string;
  description?: string;
  draft?: boolean;
  publish_at?: string;
  unpublish_at?: string;
  fields: Values;
  variants?: Record<string, Values>;
}

/** isLocalized says whether a field has a value for each language. */
export function isLocalized({ type, localized, enum: words }: FieldDefinition): boolean {
  return localized ?? ((type === "text" && !words) || type === "markdown");
}

/** isByLocale says whether a value is an object of language and value. */
function isByLocale(value: unknown, field: FieldDefinition): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return (field.type !== "image" && field.type !== "json") || isLocalized(field);
}

/** said is what a field's value says in a language; undefined if nothing. A value alone is that of the first language. */
export function said(value: unknown, field: FieldDefinition, locale: string, locales: readonly string[]): unknown {
  if (value === undefined || value === null) return undefined;
  if (!isLocalized(field)) return value;
  if (isByLocale(value, field)) return Object.entries(value).find(([name]) => name.toLowerCase() === locale.toLowerCase())?.[1];
  return locale === locales[0] ? value : undefined;
}

/** isNothing says whether a value says nothing. */
export function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

/** saying is the value of a field once it says something else in a language; nothing takes the language out, undefined leaves no value at all. */
export function saying(value: unknown, field: FieldDefinition, locale: string, locales: readonly string[], next: unknown): unknown {
  if (!isLocalized(field)) return isNothing(next) ? undefined : next;
  const before = isByLocale(value, field) ? value : value === undefined || locales[0] === undefined ? {} : { [locales[0]]: value };
  const all = { ...before };
  if (isNothing(next)) delete all[locale];
  else all[locale] = next;
  if (Object.keys(all).length === 0) return undefined;
  if (locales.length < 2 && locales[0] === undefined) return next;
  return all;
}

/** fallbacks are the languages that are taken where one says nothing, in their order: de-AT, de, and the first. */
export function fallbacks(locale: string, locales: readonly string[]): string[] {
  const base = locale.split("-")[0] ?? locale;
  return [base, locales[0] ?? ""].filter((other, at, all) => other !== locale && locales.includes(other) && all.indexOf(other) === at);
}

/** fallback finds what is shown in a language where nothing is said in it. */
export function fallback(value: unknown, field: FieldDefinition, locale: string, locales: readonly string[]): { locale: string; value: unknown } | undefined {
  for (const other of fallbacks(locale, locales)) {
    const found = said(value, field, other, locales);
    if (!isNothing(found)) return { locale: other, value: found };
  }
  return undefined;
}

/** Completeness is how many values could be said in each language, and how many are. */
export interface Completeness {
  fields: number;
  locales: Record<string, number>;
}

/** completeness counts what is said of values that have languages: those of the fields that say something in any. */
export function completeness(fields: Fields, values: Values, locales: readonly string[]): Completeness {
  const count: Completeness = { fields: 0, locales: Object.fromEntries(locales.map((locale) => [locale, 0])) };
  for (const [name, field] of Object.entries(fields)) add(count, field, values[name], locales);
  return count;
}

function add(count: Completeness, field: FieldDefinition, value: unknown, locales: readonly string[]): void {
  if (isNothing(value)) return;
  if (isLocalized(field)) {
    count.fields++;
    for (const locale of locales) if (!isNothing(said(value, field, locale, locales))) count.locales[locale] = (count.locales[locale] ?? 0) + 1;
    return;
  }
  if (field.type !== "list" || !Array.isArray(value)) return;
  for (const item of value as unknown[]) {
    if (!field.fields) add(count, { type: "text" }, item, locales);
    else for (const [name, inner] of Object.entries(field.fields)) add(count, inner, (item as Values)[name], locales);
  }
}

/** together are the values of a variant: its own, and the baseline's for the rest. */
export function together(entry: Entry, variant: string | undefined): Values {
  return variant === undefined ? entry.fields : { ...entry.fields, ...entry.variants?.[variant] };
}

/** valuesOf are the values that the baseline, or a variant, sets itself. */
export function valuesOf(entry: Entry, variant: string | undefined): Values {
  return variant === undefined ? entry.fields : (entry.variants?.[variant] ?? {});
}

/** withValue is an entry in which the baseline, or a variant, says something else in a field; undefined takes the value away. */
export function withValue(entry: Entry, variant: string | undefined, name: string, value: unknown): Entry {
  const values = { ...valuesOf(entry, variant) };
  if (value === undefined) delete values[name];
  else values[name] = value;
  if (variant === undefined) return { ...entry, fields: values };
  return { ...entry, variants: { ...entry.variants, [variant]: values } };
}

/** withPart is an entry with another part beside the fields; undefined and false take it away. */
export function withPart<K extends "description" | "draft" | "publish_at" | "unpublish_at">(entry: Entry, part: K, value: Entry[K] | undefined): Entry {
  const next = { ...entry };
  if (value === undefined || value === false || value === "") delete next[part];
  else next[part] = value;
  return next;
}

/** Showing says when an entry is seen: always, not yet, no more, or not at all. */
export type Showing = "draft" | "planned" | "over" | "season" | "shown";

/** showing says where an entry stands at an instant. */
export function showing({ draft, publish_at, unpublish_at }: Pick<Entry, "draft" | "publish_at" | "unpublish_at">, now: number): Showing {
  if (draft) return "draft";
  if (publish_at && now < Date.parse(publish_at)) return "planned";
  if (unpublish_at && now >= Date.parse(unpublish_at)) return "over";
  return publish_at || unpublish_at ? "season" : "shown";
}

/** titled writes a field's or a type's name as a heading: second_action is Second action. */
export function titled(name: string): string {
  const words = name.replace(/[-_.]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** keyOf makes a key of a name: Spring offer 2026 is spring-offer-2026. */
export function keyOf(name: string): string {
  const plain = name.normalize("NFKD").replace(/ß/g, "ss").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  return plain.replace(/[^a-z0-9._]+/g, "-").replace(/^[-._]+|-+$/g, "").slice(0, 80);
}

/** plainOf is a text as one line, for lists. */
export function plainOf(value: unknown): string {
  return typeof value === "string" ? value.replace(/\s+/g, " ").trim() : "";
}

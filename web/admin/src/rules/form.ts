import type { Condition, Form, Value, Vocabulary } from "./queries";

/** Subject is what a sentence is about: an attribute, an event, a flag, or being in a segment or on a list. */
export interface Subject {
  kind: "attribute" | "event" | "segment" | "list" | "flag";
  key: string;
}

/** Saying is a way of comparing that a sentence can have, by its word. */
export interface Saying {
  word: Word;
  kind: Condition["kind"];
  op?: NonNullable<Condition["op"]>;
  not?: boolean;
  /** What stands behind it. */
  value: "none" | "text" | "texts" | "number" | "truth" | "length" | "date" | "version" | "top" | "range";
}

export type Word =
  | "is" | "isNot" | "oneOf" | "noneOf" | "contains" | "containsNot" | "startsWith" | "endsWith" | "known" | "unknown"
  | "equals" | "differs" | "more" | "atLeast" | "less" | "atMost" | "between" | "top" | "within" | "longerAgo" | "after" | "before"
  | "holds" | "holdsNot" | "newerOrSame" | "older" | "in" | "notIn";

const known: Saying[] = [{ word: "known", kind: "has", value: "none" }, { word: "unknown", kind: "has", not: true, value: "none" }];
const numbers: Saying[] = [
  { word: "atLeast", kind: "compare", op: ">=", value: "number" }, { word: "more", kind: "compare", op: ">", value: "number" },
  { word: "equals", kind: "compare", op: "==", value: "number" }, { word: "differs", kind: "compare", op: "!=", value: "number" },
  { word: "less", kind: "compare", op: "<", value: "number" }, { word: "atMost", kind: "compare", op: "<=", value: "number" },
];
const membership = (kind: "segment" | "list"): Saying[] => [{ word: "in", kind, value: "none" }, { word: "notIn", kind, not: true, value: "none" }];

const byType: Record<string, Saying[]> = {
  string: [
    { word: "oneOf", kind: "compare", op: "in", value: "texts" }, { word: "noneOf", kind: "compare", op: "in", not: true, value: "texts" },
    { word: "is", kind: "compare", op: "==", value: "text" }, { word: "isNot", kind: "compare", op: "!=", value: "text" },
    { word: "contains", kind: "compare", op: "contains", value: "text" }, { word: "containsNot", kind: "compare", op: "contains", not: true, value: "text" },
    { word: "startsWith", kind: "compare", op: "startsWith", value: "text" }, { word: "endsWith", kind: "compare", op: "endsWith", value: "text" }, ...known,
  ],
  number: [...numbers, { word: "top", kind: "percentile", op: ">=", value: "top" }, ...known],
  bool: [{ word: "is", kind: "compare", op: "==", value: "truth" }, { word: "isNot", kind: "compare", op: "!=", value: "truth" }, ...known],
  time: [
    { word: "within", kind: "compare", op: ">", value: "length" }, { word: "longerAgo", kind: "compare", op: "<", value: "length" },
    { word: "after", kind: "compare", op: ">", value: "date" }, { word: "before", kind: "compare", op: "<", value: "date" }, ...known,
  ],
  version: [{ word: "newerOrSame", kind: "compare", op: ">=", value: "version" }, { word: "older", kind: "compare", op: "<", value: "version" }, ...known],
  list: [{ word: "holds", kind: "compare", op: "holds", value: "text" }, { word: "holdsNot", kind: "compare", op: "holds", not: true, value: "text" }, ...known],
  object: known,
};

/** sayings are the ways in which one can speak about a subject. */
export function sayings(subject: Subject, vocabulary: Vocabulary): Saying[] {
  switch (subject.kind) {
    case "attribute": {
      const attribute = vocabulary.attributes.find(({ name }) => name === subject.key);
      const all = byType[attribute?.type ?? "string"] ?? known;
      return attribute?.items === "number" ? all.map((one) => (one.value === "text" ? { ...one, value: "number" } : one)) : all;
    }
    case "event":
      return numbers.map((one) => ({ ...one, kind: "event" }));
    case "flag": {
      const type = vocabulary.flags.find(({ key }) => key === subject.key)?.type;
      const value = type === "boolean" ? "truth" : type === "number" ? "number" : "text";
      return [{ word: "is", kind: "flag", op: "==", value }, { word: "isNot", kind: "flag", op: "!=", value }];
    }
    default:
      return membership(subject.kind);
  }
}

/** subjectOf says what a condition is about; undefined if no sentence can say it. */
export function subjectOf(condition: Condition): Subject | undefined {
  const { kind, attribute, key, event } = condition;
  if ((kind === "compare" || kind === "has" || kind === "percentile") && attribute) return { kind: "attribute", key: attribute };
  if (kind === "event" && event) return { kind: "event", key: event };
  if ((kind === "segment" || kind === "list" || kind === "flag") && key) return { kind, key };
  return undefined;
}

/** fits says whether a value is of the sort that a saying is about. */
function fits(saying: Saying, { value, values, as, each, reversed, default: otherwise }: Condition): boolean {
  if (each || reversed || otherwise !== undefined || (as && !(as === "semver" && saying.value === "version"))) return false;
  const part = (name: string): boolean => typeof value === "object" && value !== null && name in value;
  switch (saying.value) {
    case "none": return value === undefined;
    case "texts": return values?.every((one) => typeof one === "string") ?? false;
    case "text": return typeof value === "string";
    case "number": case "top": return typeof value === "number";
    case "truth": return typeof value === "boolean";
    case "length": return part("ago");
    case "date": return part("date") && !(value as { zone?: string }).zone;
    case "version": return part("version");
    case "range": return false;
  }
}

/** sayingOf finds how a condition speaks, or undefined where the builder has no sentence for it: it is then shown as a card, and kept. */
export function sayingOf(condition: Condition, vocabulary: Vocabulary): Saying | undefined {
  const subject = subjectOf(condition);
  if (!subject || condition.where || !isKnown(subject, vocabulary)) return undefined;
  if (condition.window && !["last", "within", "session"].includes(condition.window.kind)) return undefined;
  if (condition.kind === "event" && !(condition.aggregate === "count" || (condition.aggregate && condition.property))) return undefined;
  return sayings(subject, vocabulary).find(
    (one) => one.kind === condition.kind && one.op === condition.op && (one.not ?? false) === condition.not && fits(one, condition),
  );
}

function isKnown(subject: Subject, vocabulary: Vocabulary): boolean {
  const named = { attribute: vocabulary.attributes.map(({ name }) => name), event: vocabulary.events.map(({ name }) => name) };
  if (subject.kind === "attribute" || subject.kind === "event") return named[subject.kind].includes(subject.key);
  const keyed = { segment: vocabulary.segments, list: vocabulary.lists, flag: vocabulary.flags };
  return keyed[subject.kind].some(({ key }) => key === subject.key);
}

let made = 0;

/** say makes the condition of a subject and a saying; what still fits of an earlier one is kept. */
export function say(subject: Subject, saying: Saying, vocabulary: Vocabulary, before?: Condition): Condition {
  const condition: Condition = { id: before?.id ?? `new-${++made}`, kind: saying.kind, not: saying.not ?? false, text: "" };
  if (saying.op) condition.op = saying.op;
  if (subject.kind === "attribute") condition.attribute = subject.key;
  else if (subject.kind === "event") condition.event = subject.key;
  else condition.key = subject.key;
  if (subject.kind === "event") {
    condition.aggregate = before?.aggregate ?? "count";
    if (before?.property && condition.aggregate !== "count") condition.property = before.property;
    if (before?.window) condition.window = before.window;
  }
  const kept: Condition = { ...condition, ...(before?.value !== undefined && { value: before.value }), ...(before?.values && { values: before.values }) };
  if (saying.value === "texts") return { ...condition, values: before?.values ?? (typeof before?.value === "string" ? [before.value] : []) };
  if (saying.value === "text" && before?.values?.length === 1) return { ...condition, value: before.values[0] as Value };
  const value = fits(saying, kept) ? kept.value : firstValue(saying, subject, vocabulary);
  return value === undefined ? condition : { ...condition, value };
}

/** firstValue is what a new sentence begins with. */
function firstValue(saying: Saying, subject: Subject, vocabulary: Vocabulary): Value | undefined {
  const flag = subject.kind === "flag" ? vocabulary.flags.find(({ key }) => key === subject.key) : undefined;
  switch (saying.value) {
    case "number": return (flag?.variants[0]?.value as number | undefined) ?? 1;
    case "top": return 0.8;
    case "truth": return true;
    case "length": return { ago: "7d" };
    case "date": return { date: "2026-01-01" };
    case "version": return { version: "1.0.0" };
    case "text": return (flag?.variants[0]?.value as string | undefined) ?? "";
    default: return undefined;
  }
}

/** isWhole says whether a form can be written down: no sentence waits for a word. */
export function isWhole({ conditions }: Pick<Form, "conditions">): boolean {
  return conditions.every((one) => {
    if (one.kind === "group") return isWhole({ conditions: one.conditions ?? [] }) && (one.conditions?.length ?? 0) > 0;
    if (one.op === "in" && (one.values?.length ?? 0) === 0) return false;
    return !(one.kind === "compare" && one.value === "");
  });
}

/** everything is a form without conditions: everybody. */
export const everything: Form = { match: "all", conditions: [] };

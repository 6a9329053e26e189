import { percent, served, whole, type Entry, type FlagDefinition, type Serve } from "../pages/flags/definition";

/** Changed is what happens to a definition. */
export interface Changed {
  kind: string;
  key: string;
  action: "add" | "change" | "delete";
  before?: unknown;
  after?: unknown;
}

/** Sentence is a text of the changes, by its key, with what is put into it. */
export interface Sentence {
  text: SentenceKey;
  with: Record<string, string>;
}

export type SentenceKey =
  | "flagOn" | "flagOff" | "madeVisible" | "madeHidden" | "variantAdded" | "variantRemoved" | "variantChanged" | "variantsReordered" | "ruleAdded" | "ruleRemoved" | "ruleWhen" | "ruleServes"
  | "ruleOther" | "rulesReordered" | "default" | "off" | "description" | "when" | "field" | "fieldAdded" | "fieldRemoved" | "flagNew";

type Definition = Record<string, unknown>;

/** serving says what is served: on, or on 20 %, off 80 %. */
export function serving(serve: Serve | undefined): string {
  return served(serve).map(([name, weight]) => (weight === whole ? name : `${name} ${String(percent(weight))} %`)).join(", ") || "–";
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** short writes a value in a line. */
function short(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text === undefined ? "–" : text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** sentencesOf says what happens to a definition, in sentences. Where nothing is said, the definition as such comes or goes. */
export function sentencesOf({ kind, action, before, after }: Changed): Sentence[] {
  if (action === "delete" || typeof after !== "object" || after === null) return [];
  if (kind === "flag" && action === "add") return newFlag(after as FlagDefinition);
  if (action === "add" || typeof before !== "object" || before === null) return [];
  return kind === "flag" ? flagSentences(before as FlagDefinition, after as FlagDefinition) : fieldSentences(before as Definition, after as Definition, []);
}

function newFlag(flag: FlagDefinition): Sentence[] {
  return [{ text: "flagNew", with: { variants: Object.keys(flag.variants ?? {}).join(", "), default: serving(flag.default) } }];
}

function flagSentences(before: FlagDefinition, after: FlagDefinition): Sentence[] {
  const all: Sentence[] = [];
  if ((before.enabled !== false) !== (after.enabled !== false)) all.push({ text: after.enabled === false ? "flagOff" : "flagOn", with: {} });
  if ((before.client === true) !== (after.client === true)) all.push({ text: after.client ? "madeVisible" : "madeHidden", with: {} });
  all.push(...variantSentences(before.variants ?? {}, after.variants ?? {}), ...ruleSentences(before.targeting ?? [], after.targeting ?? []));
  if (!same(before.default, after.default)) all.push({ text: "default", with: { before: serving(before.default), after: serving(after.default) } });
  if (before.off !== after.off) all.push({ text: "off", with: { before: before.off ?? "–", after: after.off ?? "–" } });
  return [...all, ...fieldSentences(before, after, ["enabled", "client", "variants", "targeting", "default", "off"])];
}

function variantSentences(before: Definition, after: Definition): Sentence[] {
  const all: Sentence[] = [];
  for (const [name, value] of Object.entries(after)) {
    if (!(name in before)) all.push({ text: "variantAdded", with: { name, value: short(value) } });
    else if (!same(before[name], value)) all.push({ text: "variantChanged", with: { name, before: short(before[name]), after: short(value) } });
  }
  for (const name of Object.keys(before)) if (!(name in after)) all.push({ text: "variantRemoved", with: { name } });
  const kept = (some: Definition, others: Definition): string[] => Object.keys(some).filter((name) => name in others);
  if (!same(kept(before, after), kept(after, before))) all.push({ text: "variantsReordered", with: { order: Object.keys(after).join(", ") } });
  return all;
}

/** named gives every entry a name to be recognised by. */
function named(entries: readonly Entry[]): Map<string, Entry> {
  return new Map(entries.map((entry, at) => [entry.name ?? `#${String(at + 1)}`, entry]));
}

function ruleSentences(before: readonly Entry[], after: readonly Entry[]): Sentence[] {
  const old = named(before), now = named(after);
  const all: Sentence[] = [];
  for (const [name, entry] of now) {
    const was = old.get(name);
    if (!was) {
      all.push({ text: "ruleAdded", with: { name, when: entry.when ?? "", serve: serving(entry.serve) } });
      continue;
    }
    if (was.when !== entry.when) all.push({ text: "ruleWhen", with: { name, before: was.when ?? "", after: entry.when ?? "" } });
    if (!same(was.serve, entry.serve)) all.push({ text: "ruleServes", with: { name, before: serving(was.serve), after: serving(entry.serve) } });
    if (!same({ ...was, when: 0, serve: 0 }, { ...entry, when: 0, serve: 0 })) all.push({ text: "ruleOther", with: { name } });
  }
  for (const name of old.keys()) if (!now.has(name)) all.push({ text: "ruleRemoved", with: { name } });
  const kept = (some: Map<string, Entry>, others: Map<string, Entry>): string[] => [...some.keys()].filter((name) => others.has(name));
  if (!same(kept(old, now), kept(now, old))) all.push({ text: "rulesReordered", with: { order: [...now.keys()].join(", ") } });
  return all;
}

function fieldSentences(before: Definition, after: Definition, known: readonly string[]): Sentence[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((field) => !known.includes(field) && !same(before[field], after[field]));
  return fields.map((field): Sentence => {
    if (field === "description") return { text: "description", with: { after: short(after[field] ?? "") } };
    if (field === "when") return { text: "when", with: { before: short(before[field]), after: short(after[field]) } };
    if (before[field] === undefined) return { text: "fieldAdded", with: { field, after: short(after[field]) } };
    if (after[field] === undefined) return { text: "fieldRemoved", with: { field, before: short(before[field]) } };
    return { text: "field", with: { field, before: short(before[field]), after: short(after[field]) } };
  });
}

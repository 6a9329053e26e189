/** Weights are shares of variants, which sum to whole. */
export type Weights = Record<string, number>;
export type Serve = string | Weights;
export type FlagType = "boolean" | "string" | "number" | "object" | "content";

/** Entry is one line of targeting: who, and what they get. */
export interface Entry {
  name?: string;
  when?: string;
  serve: Serve;
  coverage?: number;
  by?: string;
  seed?: string;
  start?: string;
  end?: string;
  [other: string]: unknown;
}

/** FlagDefinition is a flag in the shape of the environment file. */
export interface FlagDefinition {
  description?: string;
  type: FlagType;
  client?: boolean;
  variants: Record<string, unknown>;
  enabled?: boolean;
  off?: string;
  targeting?: Entry[];
  default?: Serve;
  metadata?: Record<string, string | number | boolean>;
  [other: string]: unknown;
}

/** whole is what weights sum to. */
export const whole = 100_000;

/** percent is a weight as people read it. */
export function percent(weight: number): number {
  return weight / 1000;
}

/** split shares whole out in the proportion of parts; what rounding leaves goes to those who lost most by it. */
export function split(names: readonly string[], parts: readonly number[], total: number = whole): Weights {
  const sum = parts.reduce((all, part) => all + part, 0);
  const exact = names.map((_, at) => (sum > 0 ? ((parts[at] ?? 0) / sum) * total : total / names.length));
  const weights = exact.map(Math.floor);
  const missing = total - weights.reduce((all, weight) => all + weight, 0);
  const order = exact.map((value, at) => ({ at, rest: value - Math.floor(value) })).sort((a, b) => b.rest - a.rest || a.at - b.at);
  for (const { at } of order.slice(0, missing)) weights[at] = (weights[at] ?? 0) + 1;
  return Object.fromEntries(names.map((name, at) => [name, weights[at] ?? 0]));
}

/** even gives everyone the same. */
export function even(names: readonly string[]): Weights {
  return split(names, names.map(() => 1));
}

/** reweigh sets one weight; the others share what is left as they did before. */
export function reweigh(weights: Weights, names: readonly string[], name: string, weight: number): Weights {
  const others = names.filter((other) => other !== name);
  const own = others.length === 0 ? whole : Math.max(0, Math.min(whole, Math.round(weight)));
  const rest = split(others, others.map((other) => weights[other] ?? 0), whole - own);
  return Object.fromEntries(names.map((one) => [one, one === name ? own : (rest[one] ?? 0)]));
}

/** inOrder writes weights in the order of the variants, without those that nobody gets. */
export function inOrder(weights: Weights, names: readonly string[]): Weights {
  const kept = names.filter((name) => (weights[name] ?? 0) > 0);
  return Object.fromEntries(kept.map((name) => [name, weights[name] ?? 0]));
}

/** served are the variants that somebody may get, with their shares. */
export function served(serve: Serve | undefined): [string, number][] {
  if (serve === undefined) return [];
  return typeof serve === "string" ? [[serve, whole]] : Object.entries(serve).filter(([, weight]) => weight > 0);
}

/** moved takes an element of a list to another place. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list];
  const [one] = next.splice(from, 1);
  if (one !== undefined) next.splice(to, 0, one);
  return next;
}

/** isNumeral says whether a name is one that browsers sort by themselves: such variants have no order of their own. */
export function isNumeral(name: string): boolean {
  return /^(0|[1-9]\d*)$/.test(name);
}

/** variantWrong says what is wrong with a variant's name. */
export function variantWrong(name: string, taken: readonly string[]): "key" | "numeral" | "taken" | undefined {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) return "key";
  if (isNumeral(name)) return "numeral";
  return taken.includes(name) ? "taken" : undefined;
}

function mapServe(serve: Serve | undefined, from: string, to: string): Serve | undefined {
  if (typeof serve === "string" || serve === undefined) return serve === from ? to : serve;
  return Object.fromEntries(Object.entries(serve).map(([name, weight]) => [name === from ? to : name, weight]));
}

/** withServes is a flag after every place that serves something was changed. */
function withServes(flag: FlagDefinition, change: (serve: Serve | undefined) => Serve | undefined): FlagDefinition {
  const next: FlagDefinition = { ...flag };
  if (flag.targeting) next.targeting = flag.targeting.map((entry) => ({ ...entry, serve: change(entry.serve) ?? entry.serve }));
  const fallback = change(flag.default);
  if (fallback !== undefined) next.default = fallback;
  return next;
}

/** renameVariant gives a variant another name wherever it is served. */
export function renameVariant(flag: FlagDefinition, from: string, to: string): FlagDefinition {
  const variants = Object.fromEntries(Object.entries(flag.variants).map(([name, value]) => [name === from ? to : name, value]));
  const next = withServes({ ...flag, variants }, (serve) => mapServe(serve, from, to));
  return flag.off === from ? { ...next, off: to } : next;
}

/** usesOf counts where a variant is served: it can be removed where that is nowhere. */
export function usesOf(flag: FlagDefinition, name: string): number {
  const serves = [...(flag.targeting ?? []).map((entry) => entry.serve), flag.default];
  return serves.filter((serve) => (typeof serve === "string" ? serve === name : serve !== undefined && name in serve)).length + (flag.off === name ? 1 : 0);
}

/** removeVariant takes a variant away. Where it was served, the first of the others is, or the others share what it had. */
export function removeVariant(flag: FlagDefinition, name: string): FlagDefinition {
  const names = Object.keys(flag.variants).filter((other) => other !== name);
  const first = names[0];
  if (first === undefined) return flag;
  const next = withServes({ ...flag, variants: Object.fromEntries(names.map((other) => [other, flag.variants[other]])) }, (serve) => {
    if (typeof serve === "string") return serve === name ? first : serve;
    if (serve === undefined || !(name in serve)) return serve;
    return inOrder(split(names, names.map((other) => serve[other] ?? 0)), names);
  });
  if (flag.off === name) delete next.off;
  return next;
}

/** reorderVariants changes the order of variants, which buckets follow. */
export function reorderVariants(flag: FlagDefinition, from: number, to: number): FlagDefinition {
  const names = moved(Object.keys(flag.variants), from, to);
  return { ...flag, variants: Object.fromEntries(names.map((name) => [name, flag.variants[name]])) };
}

/** free is the first of name, name 2, name 3 … that is not taken; glue stands before the number. */
export function free(name: string, taken: readonly string[], glue = " "): string {
  let next = name;
  for (let number = 2; taken.includes(next); number++) next = name + glue + String(number);
  return next;
}

/** emptyValue is what a new variant of a type begins with. */
export function emptyValue(type: FlagType): unknown {
  return { boolean: false, string: "", number: 0, object: {}, content: [] }[type];
}

/** newFlag is a flag of a type as it begins: two variants, of which everybody gets the second. */
export function newFlag(type: FlagType): FlagDefinition {
  const variants = {
    boolean: { on: true, off: false }, string: { new: "new", old: "old" }, number: { high: 10, low: 1 }, object: { new: { layout: "wide" }, old: {} }, content: {},
  }[type];
  const last = Object.keys(variants).at(-1);
  return { type, variants, enabled: true, ...(last !== undefined && { default: last }) };
}

/**
 * renameEntry gives an entry another name. Buckets are seeded by the name, so one that is published and shares people out keeps its old seed:
 * nobody moves because something is called differently.
 */
export function renameEntry(flag: string, entry: Entry, name: string, published: readonly string[]): Entry {
  const next = { ...entry, name };
  const buckets = typeof entry.serve !== "string" || entry.coverage !== undefined;
  if (entry.seed === `${flag}/${name}`) delete next.seed;
  else if (entry.seed === undefined && buckets && entry.name !== undefined && published.includes(entry.name)) next.seed = `${flag}/${entry.name}`;
  return next;
}

/** set changes a member of something, or takes it away where value is undefined. */
export function set<T extends object, K extends keyof T>(one: T, member: K, value: T[K] | undefined): T {
  const next = { ...one };
  if (value === undefined) delete next[member];
  else next[member] = value;
  return next;
}

/** parseValue reads what is typed as the value of a variant; undefined if it is none. */
export function parseValue(type: FlagType, text: string): unknown {
  if (type === "string") return text;
  try {
    const value: unknown = JSON.parse(text);
    if (type === "number") return typeof value === "number" && Number.isFinite(value) ? value : undefined;
    if (type === "object") return typeof value === "object" && value !== null ? value : undefined;
    return typeof value === "boolean" ? value : undefined;
  } catch {
    return undefined;
  }
}

/** isObject says whether something is a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** All is the whole of what shares are parts of. */
export const all = 100_000;

/** Serve is a variant, or the weights of several. */
export type Serve = string | Record<string, number>;

export interface Cap {
  times: number;
  per?: string;
}

/** Experience is who sees what: an entry of a slot's targeting. */
export interface Experience {
  name?: string;
  when?: string;
  serve: Serve;
  coverage?: number;
  by?: string;
  seed?: string;
  cap?: Cap;
  uncapped?: boolean;
  hold?: "session";
  holdout?: number;
  rank?: Record<string, string | number>;
  exclusive?: { group: string; from: number; to: number };
  start?: string;
  end?: string;
}

/** Slot is a place that shows content, as the environment file has it. */
export interface Slot {
  type: "content";
  description?: string;
  client?: boolean;
  accepts?: string[];
  max_items?: number;
  variants: Record<string, string | string[]>;
  enabled?: boolean;
  targeting?: Experience[];
  cap?: Cap;
  uncapped?: boolean;
  holdout?: boolean;
  default: Serve;
  metadata?: Record<string, unknown>;
}

/** entriesOf are the names of what a variant shows. */
export function entriesOf(slot: Slot, variant: string): string[] {
  const shown = slot.variants[variant];
  return shown === undefined ? [] : Array.isArray(shown) ? shown : [shown];
}

/** variantsOf are the variants that somebody may be served. */
export function variantsOf(serve: Serve): string[] {
  return typeof serve === "string" ? [serve] : Object.keys(serve);
}

/** set puts a part of something in place; undefined takes it away. */
export function set<T extends object, K extends keyof T>(thing: T, part: K, value: T[K] | undefined): T {
  const next = { ...thing };
  if (value === undefined) delete next[part];
  else next[part] = value;
  return next;
}

/** showing finds the variant that shows some entries, and adds one if there is none. Others keep their place: buckets follow it. */
export function showing(slot: Slot, entries: readonly string[]): { slot: Slot; variant: string } {
  const same = (variant: string): boolean => JSON.stringify(entriesOf(slot, variant)) === JSON.stringify(entries);
  const known = Object.keys(slot.variants).find(same);
  if (known !== undefined) return { slot, variant: known };
  const name = entries.length === 0 ? "none" : (entries[0] ?? "").replace("/", "-") + (entries.length > 1 ? `-and-${entries.length - 1}` : "");
  let variant = name;
  for (let at = 2; variant in slot.variants; at++) variant = `${name}-${at}`;
  return { slot: { ...slot, variants: { ...slot.variants, [variant]: entries.length === 1 ? (entries[0] ?? "") : [...entries] } }, variant };
}

/** tidy leaves out variants that nobody is served any more; those that are kept stay. */
export function tidy(slot: Slot, kept: readonly string[]): Slot {
  const used = new Set([...kept, ...variantsOf(slot.default), ...(slot.targeting ?? []).flatMap(({ serve }) => variantsOf(serve))]);
  const variants = Object.fromEntries(Object.entries(slot.variants).filter(([name]) => used.has(name)));
  return { ...slot, variants };
}

/** moved is a list in which one thing has another place. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list];
  next.splice(Math.max(0, Math.min(next.length - 1, to)), 0, ...next.splice(from, 1));
  return next;
}

/** evenly shares everything out among variants; the last takes what is left over. */
export function evenly(variants: readonly string[]): Record<string, number> {
  const part = Math.floor(all / variants.length);
  return Object.fromEntries(variants.map((variant, at) => [variant, at === variants.length - 1 ? all - part * (variants.length - 1) : part]));
}

/** weighed gives a variant another share, which the others give or take in proportion: all together stay the whole. */
export function weighed(weights: Record<string, number>, variant: string, share: number): Record<string, number> {
  const mine = Math.max(0, Math.min(all, Math.round(share)));
  const others = Object.keys(weights).filter((name) => name !== variant);
  if (others.length === 0) return { [variant]: all };
  const before = others.reduce((sum, name) => sum + (weights[name] ?? 0), 0);
  let left = all - mine;
  const next: Record<string, number> = {};
  for (const [at, name] of others.entries()) {
    const part = before === 0 ? 1 / others.length : (weights[name] ?? 0) / before;
    const given = at === others.length - 1 ? left : Math.min(left, Math.round((all - mine) * part));
    next[name] = given;
    left -= given;
  }
  return Object.fromEntries(Object.keys(weights).map((name) => [name, name === variant ? mine : (next[name] ?? 0)]));
}

/** segmentOf is the segment that a rule is about and nothing else; undefined for other rules. */
export function segmentOf(when: string | undefined): string | undefined {
  return /^\s*segment\("([^"\\]+)"\)\s*$/.exec(when ?? "")?.[1];
}

/** named finds a name that no other experience has. */
export function named(experiences: readonly Experience[], wanted: string): string {
  const taken = new Set(experiences.map(({ name }) => name));
  let name = wanted;
  for (let at = 2; taken.has(name); at++) name = `${wanted} ${at}`;
  return name;
}

/** renamed gives an experience another name. Whoever was in which part of it stays there: the seed is that of the old name. */
export function renamed(experience: Experience, key: string, name: string): Experience {
  const next = { ...experience, name };
  const isDivided = typeof experience.serve !== "string" || experience.coverage !== undefined || experience.holdout !== undefined;
  return isDivided && experience.name && !experience.seed ? { ...next, seed: `${key}/${experience.name}` } : next;
}

/** percent writes a share as people do, and back. */
export const percent = (share: number): number => share / 1000;
export const shareOf = (value: number): number => Math.round(value * 1000);

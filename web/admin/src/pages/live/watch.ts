import type { Schemas } from "../../api/client";

/** Seen is one change of one person's answer, numbered as it arrived. */
export type Seen = Schemas["Seen"] & { id: number };

/** The most that are kept; what is older is forgotten. */
export const most = 2000;

/** percentile is the least value that so many percent of all do not exceed; undefined of none. sorted goes from the least to the greatest. */
export function percentile(sorted: readonly number[], percent: number): number | undefined {
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
}

/** perSecond counts instants by second: the last of the counts is the second that ends now. */
export function perSecond(instants: readonly number[], now: number, seconds: number): number[] {
  const counts = Array.from({ length: seconds }, () => 0);
  for (const at of instants) {
    const slot = Math.min(seconds - 1, seconds - 1 - Math.floor((now - at) / 1000)); // what came since, or by a clock that is ahead, is now
    if (slot >= 0) counts[slot] = (counts[slot] ?? 0) + 1;
  }
  return counts;
}

/** matching keeps what is of a flag and of a person, as far as both are named. */
export function matching(all: readonly Seen[], flag: string, person: string): readonly Seen[] {
  return flag === "" && person === "" ? all : all.filter((one) => (flag === "" || one.flag === flag) && (person === "" || one.person === person));
}

/** causes counts changes by what caused them, the most frequent first. */
export function causes(all: readonly Seen[]): [Seen["cause"]["kind"], number][] {
  const counts = new Map<Seen["cause"]["kind"], number>();
  for (const { cause } of all) counts.set(cause.kind, (counts.get(cause.kind) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}

/** isSeen says whether what arrived is a change. */
export function isSeen(value: unknown): value is Schemas["Seen"] {
  return typeof value === "object" && value !== null && "flag" in value && "cause" in value && "delay" in value;
}

/** milliseconds writes a length of time in milliseconds, exactly where it is short. */
export function milliseconds(value: number, language: string): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: value < 10 ? 2 : value < 100 ? 1 : 0 }).format(value);
}

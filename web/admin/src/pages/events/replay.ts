import type { Schemas } from "../../api/client";

type Failure = Schemas["Failure"];

/** Replayed is what became of events that were sent again. */
export interface Replayed {
  accepted: number;
  refused: number;
}

/** inBatches does something with ids, some at a time, and tells how many are done. It stops where a batch throws. */
export async function inBatches(ids: readonly number[], size: number, run: (ids: number[]) => Promise<Replayed>, progress: (done: number) => void): Promise<Replayed> {
  const sum: Replayed = { accepted: 0, refused: 0 };
  for (let at = 0; at < ids.length; at += size) {
    const { accepted, refused } = await run(ids.slice(at, at + size));
    sum.accepted += accepted;
    sum.refused += refused;
    progress(Math.min(ids.length, at + size));
  }
  return sum;
}

/** eventOf is what is edited when a failed event is repaired. */
export function eventOf(failure: Failure): string {
  return failure.event === undefined ? (failure.raw ?? "") : JSON.stringify(failure.event, null, 2);
}

/** parsed reads what was repaired: an event, or why it is none. */
export function parsed(text: string): { event: Record<string, never> } | { problem: string } | { shape: true } {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return { shape: true };
    return { event: value as Record<string, never> };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

/** reasonsOf counts failures by their reason, the most frequent first. */
export function reasonsOf(failures: readonly Failure[]): [string, number][] {
  const all = new Map<string, number>();
  for (const { reason } of failures) all.set(reason, (all.get(reason) ?? 0) + 1);
  return [...all].sort((a, b) => b[1] - a[1]);
}

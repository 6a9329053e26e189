import type { Schemas } from "../api/client";

export type Node = Schemas["ExplainedNode"];
export type Step = Schemas["ExplainedEntry"];

/** Flip is the first condition that would have to come out otherwise, for an experience to match. */
export interface Flip {
  /** The condition, as the rule has it. */
  text: string;
  /** What it should come out as: false where it stands behind a "not". */
  wanted: boolean;
  /** What it looked at, with the values that were there. */
  values: Value[];
}

export interface Value {
  text: string;
  /** undefined where there is none. */
  value: unknown;
  note?: string | undefined;
}

const isTruth = ({ outcome }: Node): boolean => outcome === "true" || outcome === "false" || outcome === "unknown";

/** conditionsOf are the parts of a condition that are conditions themselves. */
export function conditionsOf(node: Node): Node[] {
  return (node.children ?? []).filter(isTruth);
}

/** valuesOf are the values that a condition looked at. */
export function valuesOf(node: Node): Value[] {
  return (node.children ?? []).filter((child) => !isTruth(child)).map(({ text, value, note, children }) => ({ text, value, note: note ?? (children ?? []).find((inner) => inner.note)?.note }));
}

/** flipOf finds what would have to change so that a rule is true, or, where wanted is false, is not; undefined if it is so already. */
export function flipOf(node: Node, wanted = true): Flip | undefined {
  if ((node.outcome === "true") === wanted && node.outcome !== "unknown") return undefined;
  const parts = conditionsOf(node);
  const first = parts.find(({ outcome }) => (outcome === "true") !== wanted || outcome === "unknown");
  if (first) return flipOf(first, wanted) ?? leaf(node, wanted);
  const inner = parts[0]; // all parts are as wanted, and the whole is not: it is turned round
  if (inner) return flipOf(inner, !wanted) ?? leaf(node, wanted);
  return leaf(node, wanted);
}

function leaf(node: Node, wanted: boolean): Flip {
  return { text: node.text, wanted, values: valuesOf(node) };
}

/** Outcome is how an experience came out: it decided, it did not, or it never came to that. */
export type Outcome = "yes" | "no" | "unreached";

/** outcomeOf says how a step of the trace came out. */
export function outcomeOf({ reached, result }: Step): Outcome {
  if (!reached) return "unreached";
  return result === "match" || result === "held out" ? "yes" : "no";
}

/** written writes a value as one reads it. */
export function written(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

import type { Vocabulary } from "../queries";

/** Proposal is one thing that could stand at the cursor. */
export interface Proposal {
  label: string;
  apply?: string;
  detail?: string;
  info?: string;
  boost?: number;
}

const quoted: Record<string, (vocabulary: Vocabulary) => Proposal[]> = {
  segment: ({ segments }) => segments.map(({ key, description }) => proposal(key, undefined, description)),
  list: ({ lists }) => lists.map(({ key, description }) => proposal(key, undefined, description)),
  flag: ({ flags }) => flags.map(({ key, type, description }) => proposal(key, type, description)),
  event: ({ events }) => events.map(({ name, description }) => proposal(name, undefined, description)),
};

function proposal(label: string, detail?: string, info?: string): Proposal {
  return { label, ...(detail && { detail }), ...(info && { info }) };
}

/** completions are what the vocabulary proposes behind a text: names and functions, and inside quotation marks what fits there. */
export function completions(before: string, vocabulary: Vocabulary, asked: boolean): { typed: string; options: Proposal[] } | undefined {
  const inQuotes = /(?:(\w+)\(|(\w[\w.]*)\s*(?:==|!=|in\s*\[[^\]]*|contains|startsWith|endsWith))\s*"([^"\\]*)$/.exec(before);
  if (inQuotes) {
    const [, call, attribute, typed = ""] = inQuotes;
    const options = call ? quoted[call.startsWith("event_") ? "event" : call]?.(vocabulary) : valuesOf(attribute ?? "", vocabulary);
    return options?.length ? { typed, options } : undefined;
  }
  if ((before.match(/(?<!\\)"/g)?.length ?? 0) % 2 === 1) return undefined;
  const typed = /[A-Za-z][\w.]*$/.exec(before)?.[0] ?? "";
  if (typed === "" && !asked) return undefined;
  return {
    typed,
    options: [
      ...vocabulary.attributes.map(({ name, type, description }) => ({ ...proposal(name, type, description), boost: 2 })),
      ...vocabulary.functions.map(({ name, signature, about, example }) => ({ label: name, apply: `${name}(`, detail: signature.slice(name.length), info: `${about}\n${example}` })),
    ],
  };
}

function valuesOf(attribute: string, vocabulary: Vocabulary): Proposal[] {
  const found = vocabulary.attributes.find(({ name }) => name === attribute);
  const seen = new Map((found?.values ?? []).map(({ value, people }) => [String(value), people]));
  return [...new Set([...(found?.enum ?? []), ...seen.keys()])].map((value) => proposal(value, seen.get(value)?.toString()));
}

import type { Draft } from "../../drafts/draft";

/** Step is one of the things to do first. */
export type Step = "people" | "segment" | "change" | "publish";

/** Known is what tells how far somebody has come. */
export interface Known {
  people: number;
  segments: number;
  draft: Draft | null | undefined;
  /** Who published, in order. */
  authors: readonly string[];
  /** The names under which the person may have published. */
  names: readonly string[];
}

/** stepsOf says which of the first things are done. */
export function stepsOf({ people, segments, draft, authors, names }: Known): { step: Step; isDone: boolean }[] {
  const published = authors.some((author) => names.some((name) => author.includes(name)));
  return [
    { step: "people", isDone: people > 0 },
    { step: "segment", isDone: segments > 0 },
    { step: "change", isDone: published || (draft?.changes ?? 0) > 0 },
    { step: "publish", isDone: published },
  ];
}

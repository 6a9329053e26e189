import type { Schemas } from "../api/client";
import type { Draft } from "../drafts/draft";

export type PreviewedSlot = Schemas["PreviewedSlot"];
export type Change = Schemas["Change"];

/** Piece is content that is looked at by itself: names of entries, with their variants. */
export type Piece = readonly string[];

const place = (at: number): string => `console-preview-${at}`;

/** slotsFor are slots that exist only for a preview, each of which shows one piece to whoever looks. */
export function slotsFor(pieces: readonly Piece[]): Change[] {
  return pieces.map((piece, at) => ({
    kind: "flag",
    key: place(at),
    value: {
      type: "content", max_items: 50, holdout: false, uncapped: true,
      variants: { shown: piece, none: [] }, targeting: [{ serve: "shown" }], default: "none",
    },
  }));
}

/** namesFor are the names of the slots of that many pieces. */
export function namesFor(pieces: readonly Piece[]): string[] {
  return pieces.map((_, at) => place(at));
}

/** changesOf are the changes of a draft; those of mine take the place of the draft's. Absent values delete. */
export function changesOf(draft: Draft | null | undefined, mine: readonly Change[] = []): Change[] {
  const has = (kind: string, key: string): boolean => mine.some((change) => change.kind === kind && change.key === key);
  const others = (draft?.list ?? []).filter(({ kind, key }) => !has(kind, key));
  return [...others.map(({ kind, key, value }): Change => (value === null || value === undefined ? { kind: kind as Change["kind"], key } : { kind: kind as Change["kind"], key, value })), ...mine];
}

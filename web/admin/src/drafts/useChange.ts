import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useSyncExternalStore } from "react";
import { changeIn, deskOf, draftQuery } from "./draft";
import type { DraftChange, Typed } from "./saver";

/** Change is a definition that somebody edits. */
export interface Change<T> {
  /** What to show: what was typed, else what the draft holds, else what is published. null is deleted, undefined was never there. */
  value: T | null | undefined;
  /** Where it stands: as published, in the draft, or on its way there. */
  state: "published" | "saved" | Typed["state"];
  /** Why it could not be saved. */
  error: unknown;
  /** What somebody else made of it at the same time, where state is conflict. */
  theirs: DraftChange | undefined;
  /** Whether what is shown differs from what is published. */
  isChanged: boolean;
  /** edit takes a new value; it is saved after a pause. null deletes the definition. */
  edit: (value: T | null) => void;
  /** flush saves at once: for onBlur. */
  flush: () => void;
  /** undo goes back to what is published. */
  undo: () => Promise<void>;
  keepMine: () => void;
  takeTheirs: () => void;
}

/** useChange edits the definition of a kind and a key in the person's draft; published is what it is now, undefined if it is new. */
export function useChange<T>(env: string, kind: string, key: string, published: T | undefined): Change<T> {
  const client = useQueryClient();
  const desk = deskOf(client, env);
  const place = useMemo(() => ({ kind, key }), [kind, key]);
  const typed = useSyncExternalStore(desk.saver.subscribe, () => desk.saver.at(place));
  const draft = useQuery(draftQuery(env)).data;
  const change = changeIn(draft, place);

  const flush = useCallback(() => void desk.saver.flush(place), [desk, place]);
  useEffect(() => flush, [flush]); // what is typed is saved when the page is left

  const value = typed ? typed.value : change ? change.value : published;
  return {
    value: value as T | null | undefined,
    state: typed?.state ?? (change ? "saved" : "published"),
    error: typed?.error,
    theirs: typed?.theirs,
    isChanged: typed !== undefined || change !== undefined,
    edit: useCallback((next: T | null) => desk.saver.edit(place, next), [desk, place]),
    flush,
    undo: useCallback(() => desk.undo(place), [desk, place]),
    keepMine: useCallback(() => void desk.saver.keepMine(place), [desk, place]),
    takeTheirs: useCallback(() => {
      desk.saver.drop(place);
      void client.invalidateQueries({ queryKey: draftQuery(env).queryKey });
    }, [desk, place, client, env]),
  };
}

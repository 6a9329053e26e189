import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { segmentsQuery, type SegmentDefinition } from "../../api/queries";
import { draftQuery, type Draft } from "../../drafts/draft";
import type { Schemas } from "../../api/client";

/** Listed is a segment in the list: as published, and what the person's draft does to it. */
export interface Listed {
  key: string;
  description: string;
  when: string;
  /** undefined of one that was never published. */
  size: number | undefined;
  usedBy: readonly string[];
  action: Draft["list"][number]["action"] | undefined;
}

/** listed puts what is published and what is in the draft together, by name. */
export function listed(published: readonly Schemas["Segment"][], draft: Draft | null | undefined): Listed[] {
  const all = new Map(published.map((one): [string, Listed] => [
    one.key, { key: one.key, description: one.description ?? "", when: one.when, size: one.size, usedBy: one.used_by, action: undefined },
  ]));
  for (const change of draft?.list ?? []) {
    if (change.kind !== "segment") continue;
    const before = all.get(change.key) ?? { key: change.key, description: "", when: "", size: undefined, usedBy: [], action: undefined };
    const value = change.value as SegmentDefinition | null;
    all.set(change.key, { ...before, ...(value && { description: value.description ?? "", when: value.when }), action: change.action });
  }
  return [...all.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** finding keeps the segments in which a text is. */
export function finding(all: readonly Listed[], text: string): readonly Listed[] {
  const wanted = text.trim().toLowerCase();
  return wanted === "" ? all : all.filter((one) => `${one.key}\n${one.description}\n${one.when}`.toLowerCase().includes(wanted));
}

/** useSegments lists the segments of an environment, with the person's changes. */
export function useSegments(env: string) {
  const query = useQuery({ ...segmentsQuery(env), refetchInterval: (now) => (now.state.data?.whole === false ? 1500 : false) });
  const draft = useQuery(draftQuery(env)).data;
  const published = query.data?.segments;
  const segments = useMemo(() => (published ? listed(published, draft) : undefined), [published, draft]);
  return { query, segments, people: query.data?.people ?? 0, isWhole: query.data?.whole ?? true };
}

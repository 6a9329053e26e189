import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { api, type Schemas } from "../api/client";
import { answer, Refusal } from "../api/refusal";
import { draftQuery, type Draft } from "./draft";
import { useChange, type Change } from "./useChange";

/** Kinds of definitions that are browsed page by page. */
export type Kind = "attribute" | "content" | "content_type" | "event" | "flag" | "group" | "list" | "model" | "segment" | "setting";

/** Entry is a definition in a list: as published, and what the person's draft does to it. */
export interface Entry extends Omit<Schemas["CatalogItem"], "users"> {
  users: number;
  action: Draft["list"][number]["action"] | undefined;
}

/** entries puts what is published and what a draft does together, by name. Of what is only in the draft, those are kept that a text is in. */
export function entries(published: readonly Schemas["CatalogItem"][], draft: Draft | null | undefined, kind: Kind, text: string): Entry[] {
  const all = new Map(published.map((item): [string, Entry] => [item.key, { ...item, action: undefined }]));
  for (const change of draft?.list ?? []) {
    if (change.kind !== kind) continue;
    const before = all.get(change.key);
    if (!before && !change.key.toLowerCase().includes(text.trim().toLowerCase())) continue;
    const value = change.value as { description?: string } | null;
    all.set(change.key, { kind, key: change.key, users: 0, ...before, ...(value?.description && { description: value.description }), action: change.action });
  }
  return [...all.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** useDefinitions lists the definitions of a kind in whose name or description a text is, with the person's changes. */
export function useDefinitions(env: string, kind: Kind, text = "") {
  const query = useInfiniteQuery({
    queryKey: [env, "catalog", kind, text.trim()],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      answer(api.GET("/api/v1/environments/{env}/catalog", {
        params: { path: { env }, query: { kind, limit: 200, ...(text.trim() && { q: text.trim() }), ...(pageParam && { after: pageParam }) } }, signal,
      })),
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  });
  const draft = useQuery(draftQuery(env)).data;
  const { data, hasNextPage, isFetching, fetchNextPage } = query;
  const all = useMemo(() => data && entries(data.pages.flatMap((page) => page.items), draft, kind, text), [data, draft, kind, text]);
  const more = useCallback(() => { if (hasNextPage && !isFetching) void fetchNextPage(); }, [hasNextPage, isFetching, fetchNextPage]);
  return { query, entries: all, total: data?.pages[0]?.total ?? 0, more };
}

/** Definition is one that is shown on a page of its own, and edited there. */
export interface Definition<T> {
  isPending: boolean;
  error: unknown;
  refetch: () => void;
  /** As it is published; undefined where it is not. */
  published: T | undefined;
  about: Catalogued | undefined;
  change: Change<T>;
}

type Catalogued = NonNullable<Awaited<ReturnType<typeof readDefinition>>>;

/** readDefinition reads a definition with who uses it; null if there is none. */
async function readDefinition(env: string, kind: Kind, key: string, signal: AbortSignal) {
  try {
    return await answer(api.GET("/api/v1/environments/{env}/catalog/{kind}/{key}", { params: { path: { env, kind, key }, query: { limit: 10 } }, signal }));
  } catch (error) {
    if (error instanceof Refusal && error.status === 404 && error.code !== "unknown_environment") return null;
    throw error;
  }
}

/** useDefinition reads a definition and edits it in the person's draft. */
export function useDefinition<T>(env: string, kind: Kind, key: string): Definition<T> {
  const query = useQuery({ queryKey: [env, "catalog", kind, "one", key], queryFn: ({ signal }) => readDefinition(env, kind, key, signal) });
  const draft = useQuery(draftQuery(env));
  const published = query.data?.value as T | undefined;
  const change = useChange<T>(env, kind, key, published);
  return {
    isPending: query.isPending || draft.isPending, error: query.error ?? draft.error, published, about: query.data ?? undefined, change,
    refetch: () => void Promise.all([query.refetch(), draft.refetch()]),
  };
}

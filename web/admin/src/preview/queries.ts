import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, type Schemas } from "../api/client";
import { answer, Refusal } from "../api/refusal";
import { namesFor, slotsFor, type Change, type Piece } from "./shown";

export type ContentType = Schemas["ContentType"];

/** contentQuery reads the content types, the languages, and how complete the entries are. */
export const contentQuery = (env: string) =>
  queryOptions({
    queryKey: [env, "content"],
    queryFn: ({ signal }: { signal: AbortSignal }) => answer(api.GET("/api/v1/environments/{env}/content", { params: { path: { env } }, signal })),
  });

/** Looked is a piece of content as somebody sees it. */
export interface Looked {
  html: string;
  problem?: string | undefined;
}

/** Look is a question: how pieces of content look to somebody. */
export interface Look {
  pieces: readonly Piece[];
  /** What is shown as if it were published. */
  changes: readonly Change[];
  context: Record<string, unknown>;
  locale: string | undefined;
  at?: string | undefined;
}

/** looksQuery renders pieces of content. What is refused because of other changes of the draft is tried again with own alone. */
export const looksQuery = (env: string, look: Look, own: readonly Change[] = []) =>
  queryOptions({
    queryKey: [env, "looks", look, own],
    queryFn: async ({ signal }): Promise<Looked[]> => {
      try {
        return await render(env, look, signal);
      } catch (error) {
        if (!(error instanceof Refusal) || error.status !== 422 || own.length === look.changes.length) throw error;
        return render(env, { ...look, changes: own }, signal);
      }
    },
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    gcTime: 60_000,
    retry: false,
  });

async function render(env: string, { pieces, changes, context, locale, at }: Look, signal: AbortSignal): Promise<Looked[]> {
  const names = namesFor(pieces);
  const { slots } = await answer(
    api.POST("/api/v1/environments/{env}/preview", {
      params: { path: { env } },
      body: { context, drafts: true, slots: names, changes: [...changes, ...slotsFor(pieces)], ...(at && { at }) },
      ...(locale && { headers: { "Accept-Language": locale } }),
      signal,
    }),
  );
  return names.map((name) => {
    const slot = slots.find((one) => one.slot === name);
    return { html: slot?.html ?? "", problem: slot?.problem };
  });
}

/** definitionQuery reads one definition as it is published; null if there is none. */
export const definitionQuery = (env: string, kind: string, key: string) =>
  queryOptions({
    queryKey: [env, "definition", kind, key],
    queryFn: async ({ signal }) => {
      try {
        return await answer(api.GET("/api/v1/environments/{env}/catalog/{kind}/{key}", { params: { path: { env, kind, key }, query: { limit: 20 } }, signal }));
      } catch (error) {
        if (error instanceof Refusal && error.status === 404) return null;
        throw error;
      }
    },
  });

/** Item is a definition in a list. */
export type Item = Schemas["CatalogItem"];

/** catalogQuery reads all definitions of a kind, page after page. */
export const catalogQuery = (env: string, kind: "content" | "flag" | "segment") =>
  queryOptions({
    queryKey: [env, "catalog", kind],
    queryFn: async ({ signal }): Promise<Item[]> => {
      const all: Item[] = [];
      let after: string | undefined;
      do {
        const page = await answer(api.GET("/api/v1/environments/{env}/catalog", { params: { path: { env }, query: { kind, limit: 1000, ...(after && { after }) } }, signal }));
        all.push(...page.items);
        after = page.next;
      } while (after);
      return all;
    },
  });

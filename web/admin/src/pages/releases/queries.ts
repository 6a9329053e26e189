import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, type Schemas } from "../../api/client";
import { answer } from "../../api/refusal";
import type { ImpactQuery } from "../../changes/Matrix";

export type Revision = Schemas["Revision"];

const page = 50;

/** revisionsQuery lists revisions, the newest first, page by page. */
export const revisionsQuery = (env: string) =>
  infiniteQueryOptions({
    queryKey: [env, "revisions"],
    queryFn: async ({ pageParam, signal }) =>
      (await answer(api.GET("/api/v1/environments/{env}/revisions", { params: { path: { env }, query: { before: pageParam, limit: page } }, signal }))).revisions,
    initialPageParam: 0,
    getNextPageParam: (last) => (last.length < page ? undefined : last.at(-1)?.number),
  });

/** revisionQuery reads a revision. It never changes. */
export const revisionQuery = (env: string, revision: number) =>
  queryOptions({
    queryKey: [env, "revision", revision],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/environments/{env}/revisions/{revision}", { params: { path: { env, revision } }, signal })),
    staleTime: Infinity,
  });

/** diffQuery is what leads from one revision to another. */
export const diffQuery = (env: string, from: number, to: number) =>
  queryOptions({
    queryKey: [env, "diff", from, to],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/environments/{env}/diff", { params: { path: { env }, query: { from, to } }, signal })),
    staleTime: Infinity,
  });

/** newestQuery is the number of the newest revision, 0 if nothing was published. */
export const newestQuery = (env: string) =>
  queryOptions({
    queryKey: [env, "newest"],
    queryFn: async ({ signal }) =>
      (await answer(api.GET("/api/v1/environments/{env}/revisions", { params: { path: { env }, query: { before: 0, limit: 1 } }, signal }))).revisions[0]?.number ?? 0,
    staleTime: 0,
  });

/** rollbackQuery says who would be given something else if a revision were published again on top of the newest. */
export const rollbackQuery = (env: string, to: number, newest: number): ImpactQuery => ({
  queryKey: [env, "impact", "rollback", to, newest],
  ask: (signal) => answer(api.POST("/api/v1/environments/{env}/impact", { params: { path: { env }, query: { to } }, signal })),
});

/** counted is how many definitions of each kind a revision changes, in the order in which it names them. */
export function counted(changes: readonly { kind: string }[]): [kind: string, count: number][] {
  const kinds = new Map<string, number>();
  for (const { kind } of changes) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  return [...kinds];
}

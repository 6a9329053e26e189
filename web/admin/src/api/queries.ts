import { MutationCache, QueryClient, queryOptions } from "@tanstack/react-query";
import { api, type Schemas } from "./client";
import { answer, passing } from "./refusal";

export type Session = Schemas["Session"];
export type Role = Schemas["Role"];

declare module "@tanstack/react-query" {
  interface Register {
    mutationMeta: { /** The caller shows what went wrong itself. */ quiet?: boolean };
  }
}

/** newQueryClient makes the cache of everything that was asked for; failed is told of writes that were refused and whose callers are silent. */
export function newQueryClient(failed: (error: unknown) => void): QueryClient {
  return new QueryClient({
    defaultOptions: { queries: { staleTime: 15_000, retry: (count, error) => passing(error) && count < 2 }, mutations: { retry: false } },
    mutationCache: new MutationCache({
      onError: (error, _variables, _result, mutation) => {
        if (!mutation.meta?.quiet) failed(error);
      },
    }),
  });
}

/** sessionQuery asks who is signed in, and what there is for them. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/session", { signal })),
  staleTime: 60_000,
});

/** Definitions is what is published in an environment, in the shape of the environment file. */
export interface Definitions {
  attributes?: Record<string, Record<string, unknown>>;
  events?: Record<string, unknown>;
  lists?: Record<string, { description?: string }>;
  segments?: Record<string, SegmentDefinition>;
  content_types?: Record<string, unknown>;
  content?: Record<string, { description?: string; type?: string }>;
  flags?: Record<string, { description?: string; type?: string; enabled?: boolean }>;
}

/** SegmentDefinition is a named rule. */
export interface SegmentDefinition {
  description?: string;
  when: string;
}

/** definitionsQuery reads all that is published in an environment. */
export const definitionsQuery = (env: string) =>
  queryOptions({
    queryKey: [env, "definitions"],
    queryFn: async ({ signal }) =>
      (await answer(api.GET("/api/v1/environments/{env}/definitions", { params: { path: { env } }, signal }))) as Definitions,
  });

/** segmentsQuery lists segments with their sizes. */
export const segmentsQuery = (env: string) =>
  queryOptions({
    queryKey: [env, "segments"],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/environments/{env}/segments", { params: { path: { env } }, signal })),
  });

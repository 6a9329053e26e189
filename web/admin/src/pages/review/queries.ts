import { queryOptions } from "@tanstack/react-query";
import { api, type Schemas } from "../../api/client";
import { answer } from "../../api/refusal";
import type { ImpactQuery } from "../../changes/Matrix";

export type Draft = Schemas["Draft"];
export type Review = Schemas["Review"];

/** draftsQuery lists all drafts of an environment, or those in one state. */
export const draftsQuery = (env: string, state?: Draft["state"]) =>
  queryOptions({
    queryKey: [env, "drafts", state ?? "all"],
    queryFn: async ({ signal }) => (await answer(api.GET("/api/v1/environments/{env}/drafts", { params: { path: { env }, query: state ? { state } : {} }, signal }))).drafts,
  });

/** oneDraftQuery reads a draft. */
export const oneDraftQuery = (env: string, draft: string) =>
  queryOptions({
    queryKey: [env, "drafts", "one", draft],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/environments/{env}/drafts/{draft}", { params: { path: { env, draft } }, signal })),
  });

/** impactQuery says who would be given something else if a draft, in a version, were published. */
export const impactQuery = (env: string, draft: string, version: number, revision: number): ImpactQuery => ({
  queryKey: [env, "impact", draft, version, revision],
  ask: (signal) => answer(api.POST("/api/v1/environments/{env}/drafts/{draft}/impact", { params: { path: { env, draft } }, signal })),
});

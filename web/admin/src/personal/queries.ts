import { queryOptions } from "@tanstack/react-query";
import { api } from "../api/client";
import { answer } from "../api/refusal";

/** Tellable is an attribute that texts can show to whoever it is about. */
export interface Tellable {
  name: string;
  type: string;
  description?: string | undefined;
}

/** vocabularyQuery is what rules can be written with, and what people really have. */
export const vocabularyQuery = (env: string) =>
  queryOptions({
    queryKey: [env, "vocabulary"],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/environments/{env}/rules/vocabulary", { params: { path: { env } }, signal })),
    staleTime: 60_000,
  });

/** tellableQuery lists the attributes that texts can show: those that clients may set, or that are marked for content. */
export const tellableQuery = (env: string) =>
  queryOptions({
    queryKey: [env, "tellable"],
    queryFn: async ({ signal }): Promise<Tellable[]> => {
      const { items } = await answer(api.GET("/api/v1/environments/{env}/catalog", { params: { path: { env }, query: { kind: "attribute", limit: 1000 } }, signal }));
      return items.flatMap(({ key, description, about }) => {
        const { type = "string", client, content } = (about ?? {}) as { type?: string; client?: boolean; content?: boolean };
        return client || content ? [{ name: key, type, description }] : [];
      });
    },
    staleTime: 60_000,
  });

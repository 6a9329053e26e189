import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, type Schemas } from "../../api/client";
import { answer, Refusal } from "../../api/refusal";
import type { FlagDefinition, FlagType } from "./definition";

/** Sought is what flags have to have to be listed. */
export interface Sought {
  q?: string;
  type?: FlagType;
  enabled?: boolean;
}

/** About is what the catalog tells of a flag. */
export interface About {
  type: FlagType;
  enabled: boolean;
  client?: boolean;
  variants: string[];
  targeting: number;
}

export type FlagItem = Omit<Schemas["CatalogItem"], "about"> & { about: About };

/** page is how many flags are read at once: enough that scrolling seldom waits. */
const page = 400;

/** flagsQuery lists flags by key, page by page. */
export const flagsQuery = (env: string, sought: Sought) =>
  infiniteQueryOptions({
    queryKey: [env, "catalog", "flag", sought],
    queryFn: async ({ pageParam, signal }) => {
      const query = { kind: "flag" as const, limit: page, ...sought, ...(pageParam && { after: pageParam }) };
      const read = await answer(api.GET("/api/v1/environments/{env}/catalog", { params: { path: { env }, query }, signal }));
      return { ...read, items: read.items as FlagItem[] };
    },
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });

/** Published is a definition as it is published, with who uses it and who changed it. */
export interface Published {
  revision: number;
  value: FlagDefinition;
  users: Schemas["DefinitionName"][];
  history: Schemas["RevisionHead"][];
  changes: number;
}

/** flagQuery reads one flag; null where the environment has none of that key. */
export const flagQuery = (env: string, key: string) =>
  queryOptions({
    queryKey: [env, "catalog", "flag", key],
    queryFn: async ({ signal }): Promise<Published | null> => {
      try {
        const path = { env, kind: "flag", key };
        const read = await answer(api.GET("/api/v1/environments/{env}/catalog/{kind}/{key}", { params: { path, query: { limit: 20 } }, signal }));
        return { ...read, value: read.value as FlagDefinition };
      } catch (error) {
        if (error instanceof Refusal && error.code === "not_found") return null;
        throw error;
      }
    },
  });

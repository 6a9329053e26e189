import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { draftQuery } from "../../drafts/draft";
import { catalogQuery } from "../../preview/queries";
import type { Entry } from "../content/domain";

/** useEntryNames lists what slots can show: entries, and their variants as entry/variant; only of the types that are accepted, if any are named. */
export function useEntryNames(env: string, accepts?: readonly string[]): string[] {
  const catalog = useQuery(catalogQuery(env, "content")).data;
  const draft = useQuery(draftQuery(env)).data;
  return useMemo(() => {
    const all = new Map<string, { type: string; variants: string[] }>();
    for (const { key, about } of catalog ?? []) {
      const { type, variants } = about as { type: string; variants?: string[] };
      all.set(key, { type, variants: variants ?? [] });
    }
    for (const { kind, key, value } of draft?.list ?? []) {
      if (kind !== "content") continue;
      const entry = value as Entry | null;
      if (entry === null) all.delete(key);
      else all.set(key, { type: entry.type, variants: Object.keys(entry.variants ?? {}) });
    }
    const fitting = [...all].filter(([, { type }]) => !accepts?.length || accepts.includes(type));
    return fitting.flatMap(([key, { variants }]) => [key, ...variants.map((variant) => `${key}/${variant}`)]).sort();
  }, [catalog, draft, accepts]);
}

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { draftQuery } from "../../drafts/draft";
import { catalogQuery, contentQuery } from "../../preview/queries";
import { completeness, showing, type Completeness, type Entry, type Fields, type Showing } from "./domain";

/** Listed is an entry in the list, as the person's draft has it. */
export interface Listed {
  key: string;
  description?: string | undefined;
  type: string;
  variants: number;
  showing: Showing;
  publish_at?: string | undefined;
  unpublish_at?: string | undefined;
  completeness: Completeness | undefined;
  users: number;
  /** What the draft does to it. */
  action?: "add" | "change" | "delete" | undefined;
}

interface About {
  type: string;
  draft?: boolean;
  variants?: string[];
  publish_at?: string;
  unpublish_at?: string;
}

/** useContents lists the entries of an environment, with what is in the draft. */
export function useContents(env: string) {
  const catalog = useQuery(catalogQuery(env, "content"));
  const content = useQuery(contentQuery(env));
  const draft = useQuery(draftQuery(env)).data;
  const entries = useMemo(() => {
    if (!catalog.data || !content.data) return undefined;
    const { locales, types, entries: counted } = content.data;
    const said = new Map(counted.filter(({ variant }) => variant === undefined).map((one) => [one.entry, { fields: one.fields, locales: one.locales }]));
    const fieldsOf = (type: string): Fields => (types.find(({ key }) => key === type)?.definition["fields"] ?? {}) as Fields;
    const now = Date.now();
    const all = new Map(catalog.data.map(({ key, description, users, about }): [string, Listed] => {
      const { type, variants, ...times } = about as About;
      return [key, { key, description, type, variants: variants?.length ?? 0, showing: showing(times, now), publish_at: times.publish_at, unpublish_at: times.unpublish_at, completeness: said.get(key), users }];
    }));
    for (const { kind, key, action, value } of draft?.list ?? []) {
      if (kind !== "content") continue;
      const before = all.get(key);
      const entry = value as Entry | null;
      if (entry === null) {
        if (before) all.set(key, { ...before, action });
        continue;
      }
      all.set(key, {
        key, description: entry.description, type: entry.type, variants: Object.keys(entry.variants ?? {}).length, showing: showing(entry, now), publish_at: entry.publish_at,
        unpublish_at: entry.unpublish_at, completeness: completeness(fieldsOf(entry.type), entry.fields ?? {}, locales), users: before?.users ?? 0, action,
      });
    }
    return [...all.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  }, [catalog.data, content.data, draft]);
  return { catalog, content, entries };
}

/** Wanted is what a list is narrowed to. */
export interface Wanted {
  text: string;
  type: string | null;
  state: "draft" | "incomplete" | "scheduled" | null;
}

/** isWhole says whether an entry says all that it says in every language. */
export function isWhole({ completeness: said }: Listed): boolean {
  return said === undefined || Object.values(said.locales).every((count) => count === said.fields);
}

/** finding keeps the entries that are wanted. */
export function finding(entries: readonly Listed[], { text, type, state }: Wanted): Listed[] {
  const words = text.trim().toLowerCase();
  return entries.filter((entry) => {
    if (words !== "" && !entry.key.toLowerCase().includes(words) && !(entry.description ?? "").toLowerCase().includes(words)) return false;
    if (type !== null && entry.type !== type) return false;
    if (state === "draft") return entry.showing === "draft";
    if (state === "incomplete") return !isWhole(entry);
    if (state === "scheduled") return entry.publish_at !== undefined || entry.unpublish_at !== undefined;
    return true;
  });
}

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useChange, type Change } from "../../drafts/useChange";
import { contentQuery, definitionQuery } from "../../preview/queries";
import type { Entry, Fields } from "./domain";

/** Editing is an entry with all that its editor needs. */
export interface Editing {
  env: string;
  name: string;
  entry: Entry;
  change: Change<Entry>;
  fields: Fields;
  locales: readonly string[];
}

/** useEntry loads an entry, and its type. */
export function useEntry(env: string, name: string) {
  const definition = useQuery(definitionQuery(env, "content", name));
  const content = useQuery(contentQuery(env));
  const change = useChange<Entry>(env, "content", name, (definition.data?.value ?? undefined) as Entry | undefined);
  const entry = change.value;
  const fields = useMemo(() => {
    const type = content.data?.types.find(({ key }) => key === entry?.type);
    return (type?.definition["fields"] ?? {}) as Fields;
  }, [content.data, entry?.type]);
  return { definition, content, change, entry, fields, locales: content.data?.locales ?? [] };
}

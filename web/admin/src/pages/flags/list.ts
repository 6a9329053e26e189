import type { Schemas } from "../../api/client";
import type { Draft } from "../../drafts/draft";
import type { FlagDefinition, FlagType } from "./definition";
import type { FlagItem, Sought } from "./queries";

/** Row is a flag in the list: as published, with what the person's draft makes of it. */
export interface Row {
  key: string;
  description: string;
  type: FlagType;
  enabled: boolean;
  variants: string[];
  users: number;
  changed: Schemas["RevisionHead"] | undefined;
  action: Draft["list"][number]["action"] | undefined;
}

/** rowOf is a flag that is edited, over what is published of it. */
function rowOf(key: string, value: FlagDefinition, action: Row["action"], published?: Row): Row {
  return {
    key, description: value.description ?? "", type: value.type ?? "boolean", enabled: value.enabled !== false, variants: Object.keys(value.variants ?? {}),
    users: published?.users ?? 0, changed: published?.changed, action,
  };
}

function matches(row: Row, { q, type, enabled }: Sought): boolean {
  const text = q?.toLowerCase() ?? "";
  return `${row.key}\n${row.description}`.toLowerCase().includes(text) && (type === undefined || row.type === type) && (enabled === undefined || row.enabled === enabled);
}

/** rowsOf puts together what the server lists and what is in the draft: those that are new there are not in the server's order. */
export function rowsOf(items: readonly FlagItem[], draft: Draft | null | undefined, sought: Sought): { added: Row[]; published: Row[] } {
  const changes = new Map((draft?.list ?? []).filter(({ kind }) => kind === "flag").map((change) => [change.key, change]));
  const published = items.map(({ key, description, about, users, changed }): Row => {
    const row: Row = { key, description: description ?? "", type: about.type, enabled: about.enabled, variants: about.variants, users, changed, action: undefined };
    const change = changes.get(key);
    if (!change) return row;
    const value = change.value as FlagDefinition | null;
    return value ? rowOf(key, value, change.action, row) : { ...row, action: change.action };
  });
  const added = [...changes.values()]
    .filter(({ action, value }) => action === "add" && value !== null)
    .map(({ key, value }) => rowOf(key, value as FlagDefinition, "add"))
    .filter((row) => matches(row, sought));
  return { added, published };
}

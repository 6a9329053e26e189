import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client";
import { answer } from "../../api/refusal";
import { changeIn, draftQuery } from "../../drafts/draft";
import type { Change } from "../../drafts/useChange";

/** Wrong is something that keeps a flag from being published. */
export interface Wrong {
  where: string;
  message: string;
  hint: string | undefined;
}

/** placeIn is where in a flag a problem is; undefined where it is about something else. */
export function placeIn(path: string | undefined, key: string): string | undefined {
  const start = `flags.${key}`;
  if (path === start) return "";
  return path?.startsWith(`${start}.`) || path?.startsWith(`${start}[`) ? path.slice(start.length).replace(/^\./, "") : undefined;
}

/** useWrongs asks the server what is wrong with a flag as it is in the draft. */
export function useWrongs(env: string, key: string, change: Pick<Change<unknown>, "state" | "isChanged">): Wrong[] {
  const client = useQueryClient();
  const draft = useQuery(draftQuery(env)).data;
  const version = changeIn(draft, { kind: "flag", key })?.version;
  const review = useQuery({
    queryKey: [env, "review", draft?.id, key, version],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/environments/{env}/drafts/{draft}/review", { params: { path: { env, draft: client.getQueryData(draftQuery(env).queryKey)?.id ?? "" } }, signal })),
    enabled: draft != null && version !== undefined && change.state === "saved",
    placeholderData: (before) => before,
  });
  if (!change.isChanged) return [];
  return (review.data?.problems ?? []).flatMap(({ path, message, hint }) => {
    const where = placeIn(path, key);
    return where === undefined ? [] : [{ where, message, hint }];
  });
}

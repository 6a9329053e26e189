import { useQuery } from "@tanstack/react-query";
import { api } from "../../api/client";
import { sessionQuery } from "../../api/queries";
import { answer } from "../../api/refusal";

const most = 6;

/** useReleases are the last things that were published, the newest first. */
export function useReleases(env: string) {
  const environments = useQuery(sessionQuery).data?.environments;
  const newest = environments?.find(({ name }) => name === env)?.revision ?? 0;
  return useQuery({
    queryKey: [env, "revisions", newest],
    queryFn: async ({ signal }) => {
      const { revisions } = await answer(
        api.GET("/api/v1/environments/{env}/revisions", { params: { path: { env }, query: { from: Math.max(1, newest - most + 1), limit: 100 } }, signal }),
      );
      return revisions.slice(-most).reverse();
    },
  });
}

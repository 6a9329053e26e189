import { queryOptions } from "@tanstack/react-query";
import { api } from "../../api/client";
import { answer } from "../../api/refusal";

/** workQuery asks what goes on in the background, and often while something does. */
export const workQuery = (env: string) =>
  queryOptions({
    queryKey: [env, "work"],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/environments/{env}/work", { params: { path: { env } }, signal })),
    refetchInterval: (query) => (query.state.data?.work.some((one) => !one.ended) ? 1000 : 15_000),
  });

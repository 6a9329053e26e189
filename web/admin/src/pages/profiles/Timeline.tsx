import { useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useMemo, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import { answer } from "../../api/refusal";
import blocks from "../../components/blocks.module.css";
import { Card } from "../../components/Card";
import { Failure } from "../../components/Failure";
import { Loading } from "../../components/Loading";
import { Rows } from "../../components/Rows";
import { When } from "../../components/When";
import { told } from "./profile";
import styles from "./Profiles.module.css";

/** Timeline is what somebody did, the latest first. */
export function Timeline({ env, person }: { env: string; person: string }): ReactElement {
  const { t } = useTranslation("profiles");
  const query = useInfiniteQuery({
    queryKey: [env, "profile", person, "events"],
    initialPageParam: undefined as number | undefined,
    queryFn: ({ pageParam, signal }) =>
      answer(api.GET("/api/v1/environments/{env}/profiles/{person}/events", { params: { path: { env, person }, query: { limit: 100, ...(pageParam !== undefined && { before: pageParam }) } }, signal })),
    getNextPageParam: (page) => page.next,
  });
  const { hasNextPage, isFetching, fetchNextPage, data } = query;
  const more = useCallback(() => { if (hasNextPage && !isFetching) void fetchNextPage(); }, [hasNextPage, isFetching, fetchNextPage]);
  const events = useMemo(() => data?.pages.flatMap((page) => page.events) ?? [], [data]);
  return (
    <Card flush>
      <div className={blocks.tools}><h2>{t("timeline")}</h2></div>
      {query.isPending && <div className={blocks.pad}><Loading rows={4} /></div>}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && events.length === 0 && <p className={`${blocks.soft} ${blocks.pad}`}>{t("noTimeline")}</p>}
      {events.length > 0 && (
        <Rows
          items={events} label={t("timeline")} keyOf={({ sequence }) => sequence} height={48} more={hasNextPage ? more : undefined}
          row={({ event }) => <Event event={event} />}
        />
      )}
    </Card>
  );
}

function Event({ event }: { event: Record<string, unknown> }): ReactElement {
  const { t } = useTranslation("profiles");
  const { call, name, at, parts } = told(event);
  const kinds = ["track", "identify", "page", "screen", "group", "alias"] as const;
  const kind = kinds.find((one) => one === call);
  return (
    <details className={styles.event}>
      <summary>
        <span className={blocks.tag}>{kind ? t(`call.${kind}`) : call}</span>
        {name && <strong>{name}</strong>}
        <span className={blocks.about}>{parts.slice(0, 3).map(([key, value]) => `${key}: ${value.slice(0, 60)}`).join(" · ")}</span>
        {at && <When at={at} />}
      </summary>
      <pre className={blocks.code}>{JSON.stringify(event, null, 2)}</pre>
    </details>
  );
}

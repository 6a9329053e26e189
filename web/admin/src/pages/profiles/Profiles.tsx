import { SegmentedControl, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useCallback, useMemo, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "../../api/client";
import { answer } from "../../api/refusal";
import { useEnvironment } from "../../app/useEnvironment";
import blocks from "../../components/blocks.module.css";
import { Card } from "../../components/Card";
import { Empty } from "../../components/Empty";
import { Failure } from "../../components/Failure";
import { Icon } from "../../components/Icon";
import { Loading } from "../../components/Loading";
import { Page } from "../../components/Page";
import { Rows } from "../../components/Rows";
import { When } from "../../components/When";
import { count, moment } from "../../texts/formats";
import { isInstant, nameOf, written } from "./profile";
import styles from "./Profiles.module.css";

type Head = Schemas["ProfileHead"];
type Kind = Head["kind"];

/** find looks somebody up by whatever one has of them: every kind of name is asked for at once. */
async function find(env: string, text: string, signal: AbortSignal): Promise<Head[]> {
  const ask = (query: { user_id?: string; anonymous_id?: string; group_id?: string; person?: string }) =>
    answer(api.GET("/api/v1/environments/{env}/profiles", { params: { path: { env }, query }, signal }));
  const answers = await Promise.allSettled([ask({ user_id: text }), ask({ anonymous_id: text }), ask({ group_id: text }), ask({ person: text })]);
  const found = answers.flatMap((one) => (one.status === "fulfilled" ? one.value.profiles : []));
  const first = answers[0];
  if (found.length === 0 && first?.status === "rejected") throw first.reason;
  return [...new Map(found.map((head) => [head.person, head])).values()];
}

/** Profiles finds somebody, or lists everybody who is known. */
export default function Profiles(): ReactElement {
  const { t } = useTranslation("profiles");
  const { env } = useEnvironment();
  const [text, setText] = useState("");
  const [kind, setKind] = useState<Kind>("person");
  const [settled] = useDebouncedValue(text.trim(), 250);
  const wanted = text.trim() === "" ? "" : settled;
  return (
    <Page title={t("title")} about={t("about")}>
      <Card flush>
        <div className={blocks.tools}>
          <TextInput className={styles.find} type="search" aria-label={t("find")} placeholder={t("find")} leftSection={<Icon name="search" size={18} />} value={text} onChange={(event) => setText(event.currentTarget.value)} autoComplete="off" spellCheck={false} />
          <SegmentedControl aria-label={t("kind")} value={kind} onChange={(value) => setKind(value as Kind)} data={[{ value: "person", label: t("people") }, { value: "group", label: t("groups") }]} />
        </div>
        {wanted ? <Found env={env} text={wanted} /> : <All env={env} kind={kind} />}
      </Card>
    </Page>
  );
}

function Found({ env, text }: { env: string; text: string }): ReactElement {
  const { t } = useTranslation("profiles");
  const found = useQuery({ queryKey: [env, "profiles", "find", text], queryFn: ({ signal }) => find(env, text, signal) });
  if (found.isPending) return <div className={blocks.pad}><Loading rows={1} /></div>;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  if (found.data.length === 0) return <Empty icon="search" title={t("nobody", { text })} text={t("nobodyText")} />;
  return <Rows items={found.data} label={t("found")} keyOf={({ person }) => person} row={(head) => <Row env={env} head={head} />} />;
}

function All({ env, kind }: { env: string; kind: Kind }): ReactElement {
  const { t } = useTranslation("profiles");
  const query = useInfiniteQuery({
    queryKey: [env, "profiles", kind],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      answer(api.GET("/api/v1/environments/{env}/profiles", { params: { path: { env }, query: { kind, limit: 250, ...(pageParam !== undefined && { after: pageParam }) } }, signal })),
    getNextPageParam: (page) => page.next,
  });
  const { hasNextPage, isFetching, fetchNextPage, data } = query;
  const more = useCallback(() => { if (hasNextPage && !isFetching) void fetchNextPage(); }, [hasNextPage, isFetching, fetchNextPage]);
  const heads = useMemo(() => data?.pages.flatMap((page) => page.profiles) ?? [], [data]);
  if (query.isPending) return <div className={blocks.pad}><Loading /></div>;
  if (query.isError && heads.length === 0) return <Failure error={query.error} retry={() => void query.refetch()} />;
  if (heads.length === 0 && !hasNextPage) return <Empty icon="profiles" title={kind === "group" ? t("noGroups") : t("none")} text={kind === "group" ? t("noGroupsText") : t("noneText")} />;
  return (
    <Rows
      items={heads} label={kind === "group" ? t("groups") : t("people")} keyOf={({ person }) => person} height={66} more={hasNextPage ? more : undefined}
      head={<div className={styles.columns}><span>{t("who")}</span><span>{t("traits")}</span><span>{t("lastSeen")}</span></div>}
      row={(head) => <Row env={env} head={head} />} foot={hasNextPage ? t("shown", { shown: count(heads.length) }) : t("all", { count: heads.length, shown: count(heads.length) })}
    />
  );
}

function Row({ env, head }: { env: string; head: Head }): ReactElement {
  const { t } = useTranslation("profiles");
  const more = head.identifiers.length - 1 + (head.more_identifiers ?? 0);
  return (
    <Link className={styles.row} to="/$env/profiles/$key" params={{ env, key: head.person }}>
      <span className={styles.who}>
        <strong className={styles.cut}>{nameOf(head)}</strong>
        <span className={blocks.about}>{head.identifiers.some((one) => one.kind === "user") ? t("known") : head.kind === "group" ? t("group") : t("anonymous")}{more > 0 && ` · ${t("moreNames", { count: more })}`}</span>
      </span>
      <span className={styles.traits}>{Object.entries(head.traits).slice(0, 4).map(([name, value]) => <span key={name} className={styles.trait} title={name}>{isInstant(value) ? moment(value) : written(value)}</span>)}</span>
      <span className={blocks.soft}><When at={head.last_seen} /></span>
    </Link>
  );
}

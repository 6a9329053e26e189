import { Button } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import { answer } from "../../api/refusal";
import { useEnvironment } from "../../app/useEnvironment";
import { kindOf } from "../../changes/ChangeCard";
import { Card } from "../../components/Card";
import { Empty } from "../../components/Empty";
import { Failure } from "../../components/Failure";
import { Icon } from "../../components/Icon";
import { Loading } from "../../components/Loading";
import { Page } from "../../components/Page";
import { say } from "../../components/toast";
import { ago, count, moment } from "../../texts/formats";
import { draftsQuery, type Draft } from "../review/queries";
import { counted, revisionsQuery, type Revision } from "./queries";
import styles from "./Releases.module.css";

/** Releases lists what was published and what will be, the newest first. */
export default function Releases(): ReactElement {
  const { t } = useTranslation("releases");
  const { env } = useEnvironment();
  const list = useInfiniteQuery(revisionsQuery(env));
  const revisions = list.data?.pages.flat() ?? [];
  return (
    <Page title={t("title")} about={t("about")} actions={<Verify env={env} />}>
      <Scheduled env={env} />
      <Card flush>
        {list.isPending && <div className={styles.padded}><Loading /></div>}
        {list.isError && <Failure error={list.error} retry={() => void list.refetch()} />}
        {list.isSuccess && revisions.length === 0 && <Empty icon="releases" title={t("none")} text={t("noneText")} />}
        <ol className={styles.revisions}>
          {revisions.map((revision, at) => <Line key={revision.number} env={env} revision={revision} isNewest={at === 0} />)}
        </ol>
        {list.hasNextPage && <div className={styles.foot}><Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t("more")}</Button></div>}
      </Card>
    </Page>
  );
}

function Line({ env, revision, isNewest }: { env: string; revision: Revision; isNewest: boolean }): ReactElement {
  const { t } = useTranslation("releases");
  const names = revision.changes.slice(0, 3).map(({ key }) => key).join(", ");
  return (
    <li>
      <Link className={styles.line} to="/$env/releases/$revision" params={{ env, revision: String(revision.number) }}>
        <span className={styles.number} data-newest={isNewest || undefined}>{count(revision.number)}</span>
        <span className={styles.what}>
          <strong>{revision.message || names || t("nothing")}</strong>
          <span className={styles.soft}>
            <Counts revision={revision} />{names && ` · ${names}`}{revision.changes.length > 3 && " …"}
          </span>
        </span>
        <span className={styles.who}>
          <span>{revision.author}</span>
          <span className={styles.soft} title={moment(revision.at)}>{ago(revision.at)}</span>
        </span>
        {isNewest && <span className={styles.live}>{t("current")}</span>}
      </Link>
    </li>
  );
}

function Counts({ revision }: { revision: Revision }): ReactElement {
  const { t } = useTranslation("releases");
  const { t: changes } = useTranslation("changes");
  const parts = counted(revision.changes).map(([kind, number]) => {
    const known = kindOf(kind);
    return `${count(number)} × ${known ? changes(`kinds.${known}`) : kind}`;
  });
  return <>{parts.join(", ") || t("nothing")}</>;
}

/** Scheduled lists what will be published by itself, and what could not be. */
function Scheduled({ env }: { env: string }): ReactElement | null {
  const { t } = useTranslation("releases");
  const drafts = (useQuery({ ...draftsQuery(env), refetchInterval: 30_000 }).data ?? []).filter(({ state }) => state === "scheduled" || state === "failed");
  if (drafts.length === 0) return null;
  return <Card title={t("scheduled")}><ul className={styles.scheduled}>{drafts.map((draft) => <ScheduledLine key={draft.id} env={env} draft={draft} />)}</ul></Card>;
}

function ScheduledLine({ env, draft }: { env: string; draft: Draft }): ReactElement {
  const { t } = useTranslation("releases");
  const { may } = useEnvironment();
  const client = useQueryClient();
  const takeBack = useMutation({
    mutationFn: () => answer(api.DELETE("/api/v1/environments/{env}/drafts/{draft}/schedule", { params: { path: { env, draft: draft.id } } })),
    onSuccess: () => say(t("takenBack")),
    onSettled: () => Promise.all([client.invalidateQueries({ queryKey: [env, "drafts"] }), client.invalidateQueries({ queryKey: [env, "draft"] })]),
  });
  return (
    <li data-failed={draft.state === "failed" || undefined}>
      <Icon name={draft.state === "failed" ? "warning" : "releases"} />
      <span className={styles.what}>
        <Link to="/$env/review" params={{ env }} search={{ draft: draft.id }}>{draft.title}</Link>
        <span className={styles.soft}>{t(draft.state === "failed" ? "failedAt" : "willBe", { at: moment(draft.publish_at ?? draft.updated_at), name: draft.by.name ?? "–", count: draft.changes, shown: count(draft.changes) })}</span>
        {draft.problem && <span className={styles.wrong}>{draft.problem}</span>}
      </span>
      {draft.state === "scheduled" && may("publisher") && <Button variant="default" size="sm" loading={takeBack.isPending} onClick={() => takeBack.mutate()}>{t("takeBack")}</Button>}
    </li>
  );
}

/** Verify recomputes the chain of hashes: whether the log is what was published. */
function Verify({ env }: { env: string }): ReactElement {
  const { t } = useTranslation("releases");
  const verify = useMutation({ mutationFn: () => answer(api.GET("/api/v1/environments/{env}/audit", { params: { path: { env } } })) });
  const found = verify.data;
  return (
    <>
      <span role="status">
        {found && (
          <span className={styles.verified} data-fine={found.ok || undefined} title={found.hash}>
            <Icon name={found.ok ? "check" : "warning"} size={18} />
            {found.ok ? t("intact", { count: found.revisions, shown: count(found.revisions) }) : (found.message ?? t("broken"))}
          </span>
        )}
      </span>
      <Button variant="default" loading={verify.isPending} onClick={() => verify.mutate()} title={t("verifyHint")}>{t("verify")}</Button>
    </>
  );
}

import { ActionIcon, Alert, Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import { sessionQuery } from "../../api/queries";
import { answer } from "../../api/refusal";
import { useEnvironment } from "../../app/useEnvironment";
import { ChangeCard, Difference } from "../../changes/ChangeCard";
import { Matrix } from "../../changes/Matrix";
import { Card } from "../../components/Card";
import { Empty } from "../../components/Empty";
import { Failure } from "../../components/Failure";
import { Icon } from "../../components/Icon";
import { LinkButton } from "../../components/LinkButton";
import { Loading } from "../../components/Loading";
import { Page } from "../../components/Page";
import { complain, say } from "../../components/toast";
import { deskOf, draftQuery } from "../../drafts/draft";
import { ago, count, moment } from "../../texts/formats";
import { Approvals } from "./Approvals";
import { PublishCard } from "./PublishCard";
import { draftsQuery, impactQuery, oneDraftQuery, type Draft, type Review as Reviewed } from "./queries";
import styles from "./Review.module.css";

const route = getRouteApi("/$env/review");

/** Review shows everything that a draft changes, for whom, and publishes it. */
export default function Review(): ReactElement {
  const { t } = useTranslation("review");
  const { env } = useEnvironment();
  const chosen = route.useSearch().draft;
  const mine = useQuery(draftQuery(env));
  const [done, setDone] = useState<Done>();
  const id = chosen ?? mine.data?.id;
  if (done) return <Published env={env} done={done} again={() => setDone(undefined)} />;
  return (
    <Page wide title={t("title")} about={t("about")}>
      {!chosen && mine.isPending && <Loading />}
      {!chosen && mine.isError && <Failure error={mine.error} retry={() => void mine.refetch()} />}
      {id ? <Reviewing key={id} env={env} id={id} isMine={id === mine.data?.id} done={setDone} /> : mine.isSuccess && <Card><Empty icon="check" title={t("none")} text={t("noneText")} /></Card>}
      <Others env={env} shown={id} />
    </Page>
  );
}

/** Done is what has become of a draft. */
export interface Done {
  revision?: number | undefined;
  at?: string | undefined;
}

function Published({ env, done, again }: { env: string; done: Done; again: () => void }): ReactElement {
  const { t } = useTranslation("review");
  return (
    <Page title={done.revision === undefined ? t("scheduled") : t("published")}>
      <Card>
        <Empty icon="check" title={done.revision === undefined ? t("scheduledFor", { at: moment(done.at ?? "") }) : t("isRevision", { revision: count(done.revision) })} text={done.revision === undefined ? t("scheduledText") : t("publishedText")}>
          {done.revision === undefined
            ? <LinkButton to="/$env/releases" params={{ env }}>{t("toReleases")}</LinkButton>
            : <LinkButton to="/$env/releases/$revision" params={{ env, revision: String(done.revision) }}>{t("toRevision")}</LinkButton>}
          <Button variant="default" onClick={again}>{t("back")}</Button>
        </Empty>
      </Card>
    </Page>
  );
}

interface Props {
  env: string;
  id: string;
  isMine: boolean;
  done: (done: Done) => void;
}

function Reviewing({ env, id, isMine, done }: Props): ReactElement {
  const { t } = useTranslation("review");
  const client = useQueryClient();
  const draft = useQuery({ ...oneDraftQuery(env, id), staleTime: 0, refetchOnMount: "always" });
  const review = useQuery({
    queryKey: [env, "reviewed", id],
    queryFn: async ({ signal }) => {
      await deskOf(client, env).saver.flushAll();
      return answer(api.GET("/api/v1/environments/{env}/drafts/{draft}/review", { params: { path: { env, draft: id } }, signal }));
    },
    staleTime: 0,
    refetchOnMount: "always",
  });
  const failed = review.error ?? draft.error;
  if (failed) return <Card><Failure error={failed} retry={() => void Promise.all([review.refetch(), draft.refetch()])} /></Card>;
  if (!review.data || !draft.data) return <Loading />;
  const refresh = (): Promise<unknown> => Promise.all([client.invalidateQueries({ queryKey: [env, "drafts"] }), client.invalidateQueries({ queryKey: draftQuery(env).queryKey }), review.refetch()]);
  const isOpen = draft.data.state === "open" || draft.data.state === "failed";
  return (
    <div className={styles.columns}>
      <div className={styles.column}>
        {!isMine && <p className={styles.whose}><Icon name="info" size={18} />{t("ofSomebody", { name: draft.data.by.name ?? t("somebody"), title: draft.data.title })}</p>}
        <Problems review={review.data} />
        <MovedCard env={env} id={id} review={review.data} refresh={refresh} />
        <Changes env={env} draft={draft.data} review={review.data} isMine={isMine} refresh={refresh} />
        {review.data.changes.length > 0 && (
          <Card title={t("impact")}>
            {review.data.problems.length > 0 ? <p className={styles.soft}>{t("impactLater")}</p> : <Matrix env={env} query={impactQuery(env, id, review.data.version, review.data.revision)} />}
          </Card>
        )}
      </div>
      <aside className={styles.aside}>
        <Checks review={review.data} />
        <Approvals env={env} draft={draft.data} review={review.data} refresh={refresh} />
        {isOpen && <PublishCard env={env} draft={draft.data} review={review.data} done={done} again={() => void refresh()} />}
      </aside>
    </div>
  );
}

function Problems({ review }: { review: Reviewed }): ReactElement {
  const { t } = useTranslation("review");
  return (
    <>
      {review.problems.length > 0 && (
        <Alert color="brick" icon={<Icon name="warning" />} title={t("problems", { count: review.problems.length, shown: count(review.problems.length) })}>
          <ul className={styles.problems}>{review.problems.map((one, at) => <li key={at}>{one.path && <code>{one.path}</code>} {one.message}{one.hint && <> – {one.hint}</>}</li>)}</ul>
        </Alert>
      )}
      {review.notes.length > 0 && (
        <Alert color="amber" icon={<Icon name="info" />} title={t("notes")}>
          <ul className={styles.problems}>{review.notes.map((one, at) => <li key={at}>{one.path && <code>{one.path}</code>} {one.message}{one.hint && <> – {one.hint}</>}</li>)}</ul>
        </Alert>
      )}
    </>
  );
}

/** MovedCard decides where somebody else has published what is edited here. */
function MovedCard({ env, id, review, refresh }: { env: string; id: string; review: Reviewed; refresh: () => Promise<unknown> }): ReactElement | null {
  const { t } = useTranslation("review");
  const { may } = useEnvironment();
  const rebase = useMutation({
    mutationFn: ({ one, take }: { one: Reviewed["moved"][number]; take: "mine" | "theirs" }) =>
      answer(api.POST("/api/v1/environments/{env}/drafts/{draft}/changes/{kind}/{key}/rebase", { params: { path: { env, draft: id, kind: one.kind, key: one.key }, header: { "If-Match": `"${String(one.version)}"` } }, body: { take } })),
    onSettled: refresh,
  });
  if (review.moved.length === 0) return null;
  return (
    <section className={styles.moved} role="alert">
      <h2><Icon name="warning" />{t("moved")}</h2>
      {review.moved.map((one) => (
        <div key={`${one.kind}/${one.key}`} className={styles.movedOne}>
          <p><strong>{one.key}</strong> {t("movedBy", { name: one.published_by, revision: count(one.revision) })}</p>
          <h3>{t("theirs")}</h3>
          <ChangeCard env={env} change={{ kind: one.kind, key: one.key, action: one.theirs === null ? "delete" : one.before === null ? "add" : "change", before: one.before, after: one.theirs }} />
          <h3>{t("mine")}</h3>
          <ChangeCard env={env} change={{ kind: one.kind, key: one.key, action: one.mine === null ? "delete" : one.before === null ? "add" : "change", before: one.before, after: one.mine }} />
          <div className={styles.both}><Difference before={one.theirs} after={one.mine} /></div>
          {may("editor") && (
            <div className={styles.buttons}>
              <Button loading={rebase.isPending} onClick={() => rebase.mutate({ one, take: "mine" })}>{t("keepMine")}</Button>
              <Button variant="default" loading={rebase.isPending} onClick={() => rebase.mutate({ one, take: "theirs" })}>{t("takeTheirs")}</Button>
            </div>
          )}
        </div>
      ))}
    </section>
  );
}

interface Listed {
  env: string;
  draft: Draft;
  review: Reviewed;
  isMine: boolean;
  refresh: () => Promise<unknown>;
}

function Changes({ env, draft, review, isMine, refresh }: Listed): ReactElement {
  const { t } = useTranslation("review");
  const client = useQueryClient();
  const undo = (kind: string, key: string): void => {
    deskOf(client, env).undo({ kind, key }).then(() => { say(t("undone", { key })); return refresh(); }, complain);
  };
  if (review.changes.length === 0) return <Card><Empty icon="check" title={t("same")} text={draft.changes > 0 ? t("sameText") : t("noneText")} /></Card>;
  return (
    <Card flush>
      <h2 className={styles.cardHead}>{t("changes", { count: review.changes.length, shown: count(review.changes.length) })}</h2>
      {review.changes.map((change) => (
        <ChangeCard
          key={`${change.kind}/${change.key}`} env={env} change={change}
          aside={isMine && <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t("undo", { key: change.key })} title={t("undo", { key: change.key })} onClick={() => undo(change.kind, change.key)}><Icon name="undo" size={18} /></ActionIcon>}
        />
      ))}
    </Card>
  );
}

/** Checks say in short what stands in the way. */
function Checks({ review }: { review: Reviewed }): ReactElement {
  const { t } = useTranslation("review");
  const checks = [
    { fine: review.problems.length === 0, text: review.problems.length === 0 ? t("checkRight") : t("checkWrong") },
    { fine: review.moved.length === 0, text: review.moved.length === 0 ? t("checkNewest", { revision: count(review.revision) }) : t("checkMoved") },
    ...(review.needs_approval ? [{ fine: review.approved, text: review.approved ? t("checkApproved") : t("checkApproval") }] : []),
  ];
  return (
    <Card title={t("checks")}>
      <ul className={styles.checks}>{checks.map(({ fine, text }) => <li key={text} data-fine={fine || undefined}><Icon name={fine ? "check" : "warning"} size={18} />{text}</li>)}</ul>
    </Card>
  );
}

/** Others are the drafts of others, which may wait for somebody to look at them. */
function Others({ env, shown }: { env: string; shown: string | undefined }): ReactElement | null {
  const { t } = useTranslation("review");
  const me = useQuery(sessionQuery).data?.account?.id;
  const drafts = (useQuery(draftsQuery(env, "open")).data ?? []).filter((draft) => draft.id !== shown && draft.changes > 0);
  if (drafts.length === 0) return null;
  return (
    <Card title={t("others")}>
      <ul className={styles.drafts}>
        {drafts.map((draft) => (
          <li key={draft.id}>
            <Link to="/$env/review" params={{ env }} search={draft.by.id === me ? {} : { draft: draft.id }}>{draft.title}</Link>
            <small>{t("draftOf", { name: draft.by.name ?? t("somebody"), count: draft.changes, shown: count(draft.changes) })} · {ago(draft.updated_at)}</small>
          </li>
        ))}
      </ul>
    </Card>
  );
}

import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { useEnvironment } from "../../app/useEnvironment";
import { ChangeCard } from "../../changes/ChangeCard";
import { Card } from "../../components/Card";
import { Empty } from "../../components/Empty";
import { Failure } from "../../components/Failure";
import { Icon } from "../../components/Icon";
import { Loading } from "../../components/Loading";
import { backClass, BackMark, Page } from "../../components/Page";
import { ago, count, moment } from "../../texts/formats";
import { diffQuery, newestQuery, revisionQuery, type Revision } from "./queries";
import styles from "./Releases.module.css";
import { Rollback } from "./Rollback";

const route = getRouteApi("/$env/releases/$revision");

/** Release shows what one revision changed, and goes back to it. */
export default function Release(): ReactElement {
  const { t } = useTranslation("releases");
  const { env } = useEnvironment();
  const number = Number(route.useParams().revision);
  const isNumber = Number.isInteger(number) && number > 0;
  const revision = useQuery({ ...revisionQuery(env, number), enabled: isNumber });
  const title = t("revision", { number: isNumber ? count(number) : route.useParams().revision });
  const back = <Link className={backClass} to="/$env/releases" params={{ env }}><BackMark />{t("title")}</Link>;
  if (!isNumber) return <Page title={title} back={back}><Empty icon="warning" title={t("missing")} /></Page>;
  if (revision.isError) return <Page title={title} back={back}><Failure error={revision.error} retry={() => void revision.refetch()} /></Page>;
  if (!revision.data) return <Page title={title} back={back}><Loading /></Page>;
  return <Shown key={number} env={env} title={title} back={back} revision={revision.data} />;
}

interface Props {
  env: string;
  title: string;
  back: ReactElement;
  revision: Revision;
}

function Shown({ env, title, back, revision }: Props): ReactElement {
  const { t } = useTranslation("releases");
  const { may } = useEnvironment();
  const { number } = revision;
  const newest = useQuery(newestQuery(env)).data;
  const changes = useQuery(diffQuery(env, number - 1, number));
  const [isGoing, setGoing] = useState<number>();
  const isNewest = newest === number;
  const actions = newest !== undefined && may("publisher") && (
    <>
      {isNewest && number > 1 && <Button leftSection={<Icon name="undo" size={18} />} onClick={() => setGoing(number - 1)}>{t("undoThis")}</Button>}
      {!isNewest && <Button leftSection={<Icon name="undo" size={18} />} onClick={() => setGoing(number)}>{t("goBack")}</Button>}
    </>
  );
  return (
    <Page title={revision.message || title} back={back} about={<>{title} · {revision.author} · <span title={moment(revision.at)}>{moment(revision.at)} ({ago(revision.at)})</span></>} actions={actions}>
      <nav className={styles.turn} aria-label={t("turn")}>
        {number > 1 ? <Link to="/$env/releases/$revision" params={{ env, revision: String(number - 1) }}>{t("earlier")}</Link> : <span />}
        {isNewest && <span className={styles.live}>{t("current")}</span>}
        {newest !== undefined && number < newest && <Link to="/$env/releases/$revision" params={{ env, revision: String(number + 1) }}>{t("later")}</Link>}
      </nav>
      <Card flush>
        {changes.isPending && <div className={styles.padded}><Loading rows={3} /></div>}
        {changes.isError && <Failure error={changes.error} retry={() => void changes.refetch()} />}
        {changes.data?.changes.length === 0 && <Empty icon="check" title={t("nothing")} />}
        {changes.data?.changes.map((change) => <ChangeCard key={`${change.kind}/${change.key}`} env={env} change={change} />)}
      </Card>
      <details className={styles.proof}>
        <summary>{t("proof")}</summary>
        <dl><dt>{t("hash")}</dt><dd><code>{revision.hash}</code></dd><dt>{t("parent")}</dt><dd><code>{revision.parent || "–"}</code></dd></dl>
      </details>
      {isGoing !== undefined && newest !== undefined && <Rollback env={env} to={isGoing} newest={newest} close={() => setGoing(undefined)} />}
    </Page>
  );
}

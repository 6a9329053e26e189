import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { segmentsQuery, sessionQuery } from "../../api/queries";
import { Card } from "../../components/Card";
import { Icon } from "../../components/Icon";
import { draftQuery } from "../../drafts/draft";
import styles from "./Home.module.css";
import { stepsOf, type Step } from "./steps";
import { useReleases } from "./useReleases";

const kept = "fingerpost:first-steps";

/** FirstSteps leads through the first things to do, until they are done or not wanted. */
export function FirstSteps({ env }: { env: string }): ReactElement | null {
  const { t } = useTranslation("home");
  const [isHidden, setHidden] = useState(() => localStorage.getItem(kept) === "hidden");
  const account = useQuery(sessionQuery).data?.account;
  const segments = useQuery(segmentsQuery(env)).data;
  const draft = useQuery(draftQuery(env)).data;
  const releases = useReleases(env).data;
  if (isHidden || !segments || !releases || !account) return null;
  const steps = stepsOf({
    people: segments.people, segments: segments.segments.length, draft, authors: releases.map(({ author }) => author), names: [account.name, account.email],
  });
  const next = steps.find(({ isDone }) => !isDone)?.step;
  const hide = (): void => {
    localStorage.setItem(kept, "hidden");
    setHidden(true);
  };
  return (
    <Card title={t("first")} aside={<Button size="compact-sm" variant="subtle" onClick={hide}>{t("hide")}</Button>}>
      <ol className={styles.steps}>
        {steps.map(({ step, isDone }, at) => (
          <li className={styles.step} key={step} data-done={isDone || undefined} data-next={step === next || undefined}>
            <span className={styles.mark}>{isDone ? <><Icon name="check" size={16} /><span className={styles.hidden}>{t("done")}</span></> : at + 1}</span>
            <h3>{t(step)}</h3>
            <p className={styles.soft}>{t(`${step}Text`)}</p>
            <Way env={env} step={step} first={segments.segments[0]?.key} />
          </li>
        ))}
      </ol>
    </Card>
  );
}

/** Way leads to where a step is done. */
function Way({ env, step, first }: { env: string; step: Step; first: string | undefined }): ReactElement | null {
  const { t } = useTranslation("home");
  if (step === "segment") return <Link className={styles.go} to="/$env/segments" params={{ env }}>{t("segmentGo")}</Link>;
  if (step === "change" && first) return <Link className={styles.go} to="/$env/segments/$key" params={{ env, key: first }} search={{}}>{t("changeGo", { key: first })}</Link>;
  return null;
}

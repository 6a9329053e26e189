import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import { answer } from "../../api/refusal";
import { useEnvironment } from "../../app/useEnvironment";
import blocks from "../../components/blocks.module.css";
import { Card } from "../../components/Card";
import { Empty } from "../../components/Empty";
import { Page } from "../../components/Page";
import { Rows } from "../../components/Rows";
import { count } from "../../texts/formats";
import { Chart } from "./Chart";
import styles from "./Live.module.css";
import { Now } from "./Now";
import { useWatch } from "./useWatch";
import { matching, milliseconds, type Seen } from "./watch";

/** Live shows every change that listeners are told, at the moment at which they are told. */
export default function Live(): ReactElement {
  const { env } = useEnvironment();
  return <Watching key={env} env={env} />;
}

function Watching({ env }: { env: string }): ReactElement {
  const { t } = useTranslation("live");
  const [flag, setFlag] = useState("");
  const [text, setText] = useState("");
  const [person] = useDebouncedValue(text.trim(), 300);
  const [isPaused, setPaused] = useState(false);
  const watched = useWatch(env, flag, person, isPaused);
  const shown = matching(watched.all, flag, person);
  const state = isPaused ? "paused" : watched.isOpen ? "open" : "closed";
  const actions = (
    <>
      <span className={styles.state} data-state={state} role="status">{t(`state.${state}`)}{isPaused && watched.waiting > 0 && ` · ${t("waiting", { count: watched.waiting, shown: count(watched.waiting) })}`}</span>
      <Button variant={isPaused ? "filled" : "default"} onClick={() => setPaused(!isPaused)}>{isPaused ? t("resume") : t("pause")}</Button>
    </>
  );
  return (
    <Page wide title={t("title")} about={t("about")} actions={actions}>
      <Now env={env} />
      <Chart all={shown} isPaused={isPaused} />
      <Card flush>
        <div className={blocks.tools}>
          <div className={blocks.buttons}>
            <Flags env={env} flag={flag} choose={setFlag} />
            <TextInput type="search" aria-label={t("person")} placeholder={t("person")} value={text} onChange={(event) => setText(event.currentTarget.value)} autoComplete="off" spellCheck={false} />
          </div>
          <div className={blocks.buttons}>
            {watched.missed > 0 && <span className={blocks.tag} data-tone="amber">{t("missed", { count: watched.missed, shown: count(watched.missed) })}</span>}
            <span className={blocks.soft}>{t("count", { count: shown.length, shown: count(shown.length) })}</span>
            <Button variant="default" disabled={shown.length === 0} onClick={watched.clear}>{t("clear")}</Button>
          </div>
        </div>
        {shown.length === 0
          ? <Empty icon="live" title={t("none")} text={flag || person ? t("noneOfText") : t("noneText")} />
          : (
            <Rows
              items={shown} label={t("changes")} keyOf={({ id }) => id} height={60} row={(seen) => <Row env={env} seen={seen} />}
              head={<div className={styles.columns}><span>{t("time")}</span><span>{t("flag")}</span><span>{t("change")}</span><span>{t("who")}</span><span>{t("cause")}</span><span>{t("delay")}</span></div>}
            />
          )}
      </Card>
    </Page>
  );
}

function Flags({ env, flag, choose }: { env: string; flag: string; choose: (flag: string) => void }): ReactElement {
  const { t } = useTranslation("live");
  const flags = useQuery({
    queryKey: [env, "catalog", "flag", "all"],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/environments/{env}/catalog", { params: { path: { env }, query: { kind: "flag", limit: 1000 } }, signal })),
  });
  return <NativeSelect aria-label={t("flag")} value={flag} onChange={(event) => choose(event.currentTarget.value)} data={[{ value: "", label: t("anyFlag") }, ...(flags.data?.items ?? []).map(({ key }) => key)]} />;
}

function Row({ env, seen }: { env: string; seen: Seen }): ReactElement {
  const { t, i18n } = useTranslation("live");
  const at = new Date(seen.at).toLocaleTimeString(i18n.language, { hourCycle: "h23", hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3 });
  const what = seen.cause.event ?? seen.cause.list ?? (seen.cause.revision === undefined ? "" : count(seen.cause.revision));
  return (
    <div className={styles.columns}>
      <time className={styles.soft} dateTime={seen.at}>{at}</time>
      <strong className={styles.cut}>{seen.flag}</strong>
      <span className={styles.cut}>
        {seen.changed === "variant" ? <><span className={styles.soft}>{seen.from ?? t("nothing")}</span> → <b>{seen.to ?? t("nothing")}</b></> : <><b>{seen.to ?? t("nothing")}</b> <span className={styles.soft}>{t(`changed.${seen.changed}`)}</span></>}
      </span>
      <span className={styles.line}>{seen.person ? <Link to="/$env/profiles/$key" params={{ env, key: seen.person }}>{seen.person}</Link> : <span className={styles.soft}>{t("unknown")}</span>}{seen.listeners > 1 && <span className={styles.soft}> · {t("listeners", { shown: count(seen.listeners) })}</span>}</span>
      <span className={styles.cut}><span className={blocks.tag}>{t(`causes.${seen.cause.kind}`)}</span> {what}</span>
      <span className={styles.delay}>{t("ms", { shown: milliseconds(seen.delay, i18n.language) })}</span>
    </div>
  );
}

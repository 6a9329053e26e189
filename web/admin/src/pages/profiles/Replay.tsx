import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "../../api/client";
import { answer, Refusal } from "../../api/refusal";
import blocks from "../../components/blocks.module.css";
import { Card } from "../../components/Card";
import { Icon } from "../../components/Icon";
import { When } from "../../components/When";
import { moment } from "../../texts/formats";
import { isoOf, written } from "./profile";
import styles from "./Profiles.module.css";

/** Replay says what somebody was given at an instant, and how that came about: from what was known of them, and published, then. */
export function Replay({ env, person }: { env: string; person: string }): ReactElement {
  const { t } = useTranslation("profiles");
  const flags = useQuery({
    queryKey: [env, "catalog", "flag", "all"],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/environments/{env}/catalog", { params: { path: { env }, query: { kind: "flag", limit: 1000 } }, signal })),
  });
  const [chosen, setChosen] = useState("");
  const [at, setAt] = useState("");
  const keys = flags.data?.items.map(({ key }) => key) ?? [];
  const flag = chosen || keys[0];
  const explain = useMutation({
    mutationFn: () => answer(api.POST("/api/v1/environments/{env}/explain", { params: { path: { env } }, body: { flag: flag ?? "", person, ...(isoOf(at) && { at: isoOf(at) as string }) } })),
    meta: { quiet: true },
  });
  const refusal = explain.error instanceof Refusal ? explain.error : undefined;
  return (
    <Card title={t("replay")}>
      <form className={blocks.fields} onSubmit={(event) => { event.preventDefault(); explain.mutate(); }}>
        <p className={blocks.soft}>{t("replayText")}</p>
        <div className={blocks.pair}>
          <NativeSelect label={t("flag")} value={flag ?? ""} data={keys} onChange={(event) => setChosen(event.currentTarget.value)} />
          <TextInput label={t("at")} description={t("atHint")} type="datetime-local" value={at} onChange={(event) => setAt(event.currentTarget.value)} />
        </div>
        <div className={blocks.buttons}><Button type="submit" variant="default" disabled={!flag} loading={explain.isPending}>{t("show")}</Button></div>
        {refusal && <p className={blocks.note} role="alert"><Icon name="warning" size={18} /><span>{refusal.message} {refusal.hint}</span></p>}
        {explain.data && <Result explained={explain.data} />}
      </form>
    </Card>
  );
}

function Result({ explained: { decision, entries, given, incomplete } }: { explained: Schemas["Explained"] }): ReactElement {
  const { t } = useTranslation("profiles");
  return (
    <div className={blocks.fields} role="status">
      <div className={styles.result}>
        <b>{decision.variant ?? written(decision.value)}</b>
        <span>{decision.targeting ? t("because", { name: decision.targeting }) : decision.reason} · {t("revision", { revision: decision.revision })}{decision.until && ` · ${t("until", { at: moment(decision.until) })}`}</span>
      </div>
      {given && <p><Icon name="check" size={16} /> {t("really", { variant: given.variant ?? given.reason })} <When at={given.at} /></p>}
      {incomplete && <p className={blocks.note}><Icon name="info" size={18} />{t("incomplete")}</p>}
      <ol className={styles.steps}>
        {entries.map((entry, at) => (
          <li key={at} data-off={!entry.reached || undefined}>
            <div><strong>{entry.name}</strong><div className={blocks.about}>{entry.rule && <code>{entry.rule.text}</code>} {entry.reached ? entry.result : t("notReached")}</div></div>
          </li>
        ))}
      </ol>
    </div>
  );
}

import { Button, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { useEnvironment } from "../../app/useEnvironment";
import blocks from "../../components/blocks.module.css";
import { Card } from "../../components/Card";
import { Empty } from "../../components/Empty";
import { Failure } from "../../components/Failure";
import { Icon } from "../../components/Icon";
import { Loading } from "../../components/Loading";
import { Rows } from "../../components/Rows";
import { deskOf } from "../../drafts/draft";
import { NewDefinition } from "../../drafts/NewDefinition";
import { useDefinitions, type Entry } from "../../drafts/useDefinitions";
import { count } from "../../texts/formats";

/** Attributes lists the facts about people that rules may use. */
export default function Attributes(): ReactElement {
  const { t } = useTranslation("settings");
  const { env, may } = useEnvironment();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [wanted] = useDebouncedValue(text, 200);
  const { query, entries, total, more } = useDefinitions(env, "attribute", wanted);
  const [isNew, setNew] = useState(false);
  const create = (key: string): void => {
    deskOf(client, env).saver.edit({ kind: "attribute", key }, { type: "string" });
    void navigate({ to: "/$env/settings/attributes/$key", params: { env, key } });
  };
  const wrong = (name: string): string | undefined =>
    !/^[A-Za-z][A-Za-z0-9_]*$/.test(name) ? t("attributes.nameWrong") : entries?.some(({ key }) => key === name) ? t("attributes.taken") : undefined;
  const add = may("editor") && <Button leftSection={<Icon name="plus" size={18} />} onClick={() => setNew(true)}>{t("attributes.create")}</Button>;
  return (
    <Card flush>
      <div className={blocks.tools}>
        <TextInput className={blocks.find} type="search" aria-label={t("attributes.find")} placeholder={t("attributes.find")} leftSection={<Icon name="search" size={18} />} value={text} onChange={(event) => setText(event.currentTarget.value)} />
        <div className={blocks.buttons}><span className={blocks.soft} role="status">{t("attributes.count", { count: total, shown: count(total) })}</span>{add}</div>
      </div>
      {query.isPending && <div className={blocks.pad}><Loading /></div>}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {entries?.length === 0 && <Empty icon="profiles" title={wanted ? t("nothing") : t("attributes.none")} text={wanted ? undefined : t("attributes.noneText")} />}
      {entries && entries.length > 0 && <Rows items={entries} label={t("part.attributes")} keyOf={({ key }) => key} more={more} row={(entry) => <Row env={env} entry={entry} />} />}
      {isNew && <NewDefinition title={t("attributes.create")} hint={t("attributes.nameHint")} wrong={wrong} create={create} close={() => setNew(false)} />}
    </Card>
  );
}

function Row({ env, entry }: { env: string; entry: Entry }): ReactElement {
  const { t } = useTranslation("settings");
  const about = entry.about as { type?: string; source?: string; client?: boolean } | undefined;
  return (
    <Link className={blocks.line} to="/$env/settings/attributes/$key" params={{ env, key: entry.key }}>
      <span className={blocks.main}>
        <span className={blocks.name}>
          {entry.key}
          {about?.type && <span className={blocks.tag}>{about.type}</span>}
          {about?.client && <span className={blocks.tag} data-tone="lead">{t("attributes.isClient")}</span>}
          {about?.source === "computed" && <span className={blocks.tag}>{t("attributes.isComputed")}</span>}
          {entry.action && <span className={blocks.tag} data-tone={entry.action === "delete" ? "brick" : "amber"}>{t(`action.${entry.action}`)}</span>}
        </span>
        {entry.description && <span className={blocks.about}>{entry.description}</span>}
      </span>
      <span className={blocks.soft}>{t("uses", { count: entry.users, shown: count(entry.users) })}</span>
    </Link>
  );
}

import { Button, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery, useQueryClient } from "@tanstack/react-query";
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
import { useDefinitions } from "../../drafts/useDefinitions";
import { vocabularyQuery } from "../../rules/queries";
import { count } from "../../texts/formats";

/** Declared lists the events that are declared, with how many people did each. */
export default function Declared(): ReactElement {
  const { t } = useTranslation("events");
  const { env, may } = useEnvironment();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [wanted] = useDebouncedValue(text, 200);
  const { query, entries, total, more } = useDefinitions(env, "event", wanted);
  const vocabulary = useQuery(vocabularyQuery(env)).data;
  const seen = new Map(vocabulary?.events.map((event) => [event.name, event]));
  const [isNew, setNew] = useState(false);
  const create = (key: string): void => {
    deskOf(client, env).saver.edit({ kind: "event", key }, {});
    void navigate({ to: "/$env/events/declared/$key", params: { env, key } });
  };
  const wrong = (name: string): string | undefined => (entries?.some(({ key }) => key === name) ? t("taken") : undefined);
  const add = may("editor") && <Button leftSection={<Icon name="plus" size={18} />} onClick={() => setNew(true)}>{t("create")}</Button>;
  return (
    <Card flush>
      <div className={blocks.tools}>
        <TextInput className={blocks.find} type="search" aria-label={t("find")} placeholder={t("find")} leftSection={<Icon name="search" size={18} />} value={text} onChange={(event) => setText(event.currentTarget.value)} />
        <div className={blocks.buttons}><span className={blocks.soft} role="status">{t("count", { count: total, shown: count(total) })}</span>{add}</div>
      </div>
      {query.isPending && <div className={blocks.pad}><Loading /></div>}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {entries?.length === 0 && <Empty icon="events" title={wanted ? t("nothing") : t("none")} text={wanted ? undefined : t("noneText")} />}
      {entries && entries.length > 0 && (
        <Rows
          items={entries} label={t("part.declared")} keyOf={({ key }) => key} more={more}
          row={({ key, description, action }) => (
            <Link className={blocks.line} to="/$env/events/declared/$key" params={{ env, key }}>
              <span className={blocks.main}>
                <span className={blocks.name}>{key}{action && <span className={blocks.tag} data-tone={action === "delete" ? "brick" : "amber"}>{t(`action.${action}`)}</span>}</span>
                <span className={blocks.about}>{description || t("properties", { count: seen.get(key)?.properties.length ?? 0 })}</span>
              </span>
              <span className={blocks.soft}>{vocabulary?.sample ? t("seen", { count: seen.get(key)?.seen ?? 0, shown: count(seen.get(key)?.seen ?? 0), people: count(vocabulary.sample.people) }) : t("notSeen")}</span>
            </Link>
          )}
        />
      )}
      {isNew && <NewDefinition title={t("create")} hint={t("nameHint")} wrong={wrong} create={create} close={() => setNew(false)} />}
    </Card>
  );
}

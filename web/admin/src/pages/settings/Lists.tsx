import { Button } from "@mantine/core";
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
import { useDefinitions } from "../../drafts/useDefinitions";
import { count } from "../../texts/formats";

/** Lists are of single people, or of other values; their members are changed at once, outside of drafts. */
export default function Lists(): ReactElement {
  const { t } = useTranslation("settings");
  const { env, may } = useEnvironment();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { query, entries, more } = useDefinitions(env, "list");
  const [isNew, setNew] = useState(false);
  const create = (key: string): void => {
    deskOf(client, env).saver.edit({ kind: "list", key }, {});
    void navigate({ to: "/$env/settings/lists/$key", params: { env, key } });
  };
  const wrong = (name: string): string | undefined =>
    !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name) ? t("lists.nameWrong") : entries?.some(({ key }) => key === name) ? t("lists.taken") : undefined;
  const add = may("editor") && <Button leftSection={<Icon name="plus" size={18} />} onClick={() => setNew(true)}>{t("lists.create")}</Button>;
  return (
    <Card flush>
      <div className={blocks.tools}><p className={blocks.soft}>{t("lists.about")}</p>{entries && entries.length > 0 && add}</div>
      {query.isPending && <div className={blocks.pad}><Loading /></div>}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {entries?.length === 0 && <Empty icon="segments" title={t("lists.none")} text={t("lists.noneText")}>{add}</Empty>}
      {entries && entries.length > 0 && (
        <Rows
          items={entries} label={t("part.lists")} keyOf={({ key }) => key} more={more}
          row={(entry) => (
            <Link className={blocks.line} to="/$env/settings/lists/$key" params={{ env, key: entry.key }}>
              <span className={blocks.main}>
                <span className={blocks.name}>{entry.key}{entry.action && <span className={blocks.tag} data-tone={entry.action === "delete" ? "brick" : "amber"}>{t(`action.${entry.action}`)}</span>}</span>
                {entry.description && <span className={blocks.about}>{entry.description}</span>}
              </span>
              <span className={blocks.soft}>{t("uses", { count: entry.users, shown: count(entry.users) })}</span>
            </Link>
          )}
        />
      )}
      {isNew && <NewDefinition title={t("lists.create")} hint={t("lists.nameHint")} wrong={wrong} create={create} close={() => setNew(false)} />}
    </Card>
  );
}

import { TextInput } from "@mantine/core";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { useEnvironment } from "../../app/useEnvironment";
import blocks from "../../components/blocks.module.css";
import { Card } from "../../components/Card";
import { backClass, BackMark } from "../../components/Page";
import { DefinitionPage } from "../../drafts/DefinitionPage";
import { useDefinition } from "../../drafts/useDefinitions";
import { withPart } from "./attribute";
import { Members } from "./Members";

const route = getRouteApi("/$env/settings/lists/$key");

interface List {
  description?: string;
  of?: string;
}

/** ListPage is one list: what it is of, and its members. */
export default function ListPage(): ReactElement {
  const { t } = useTranslation("settings");
  const { key } = route.useParams();
  const { env } = useEnvironment();
  const definition = useDefinition<List>(env, "list", key);
  const back = <Link className={backClass} to="/$env/settings/$part" params={{ env, part: "lists" }}><BackMark />{t("part.lists")}</Link>;
  return (
    <DefinitionPage key={`${env}/${key}`} name={key} icon="segments" back={back} definition={definition} about={definition.change.value?.description}>
      {(value, edit) => (
        <>
          <Card>
            <div className={blocks.pair}>
              <TextInput label={t("description")} value={value.description ?? ""} onChange={(event) => edit(withPart(value, "description", event.currentTarget.value))} />
              <TextInput label={t("lists.of")} description={t("lists.ofHint")} placeholder="targetingKey" value={value.of ?? ""} onChange={(event) => edit(withPart(value, "of", event.currentTarget.value))} spellCheck={false} />
            </div>
          </Card>
          {definition.published ? <Members env={env} list={key} /> : <Card><p className={blocks.soft}>{t("lists.notYet")}</p></Card>}
        </>
      )}
    </DefinitionPage>
  );
}

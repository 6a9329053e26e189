import { Checkbox, NativeSelect, TagsInput, Textarea, TextInput } from "@mantine/core";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { useEnvironment } from "../../app/useEnvironment";
import blocks from "../../components/blocks.module.css";
import { Card } from "../../components/Card";
import { backClass, BackMark } from "../../components/Page";
import { DefinitionPage } from "../../drafts/DefinitionPage";
import { useDefinition } from "../../drafts/useDefinitions";
import { inWords, withPart, type Attribute } from "./attribute";

const route = getRouteApi("/$env/settings/attributes/$key");
const blank = { event: "", property: "", where: "", length: "", of: "", formula: "" };
const types: Attribute["type"][] = ["string", "number", "bool", "time", "version", "list", "object"];

/** AttributePage is one fact about people: what it is, where it comes from, and what it may be used for. */
export default function AttributePage(): ReactElement {
  const { t } = useTranslation("settings");
  const { key } = route.useParams();
  const { env } = useEnvironment();
  const definition = useDefinition<Attribute>(env, "attribute", key);
  const back = <Link className={backClass} to="/$env/settings/$part" params={{ env, part: "attributes" }}><BackMark />{t("part.attributes")}</Link>;
  return (
    <DefinitionPage key={`${env}/${key}`} name={key} icon="profiles" back={back} definition={definition} about={definition.change.value?.description}>
      {(value, edit) => <Form value={value} edit={edit} />}
    </DefinitionPage>
  );
}

function Form({ value, edit }: { value: Attribute; edit: (value: Attribute) => void }): ReactElement {
  const { t } = useTranslation("settings");
  const set = <K extends keyof Attribute>(part: K, to: Attribute[K] | undefined): void => edit(withPart(value, part, to));
  return (
    <>
      {value.computed && (
        <Card title={t("attributes.computed")}>
          <p>{inWords(value.computed, (key, values) => t(`computed.${key}`, { ...blank, ...values }))}</p>
        </Card>
      )}
      <Card title={t("attributes.what")}>
        <div className={blocks.fields}>
          <Textarea label={t("description")} autosize minRows={2} value={value.description ?? ""} onChange={(event) => set("description", event.currentTarget.value)} />
          <div className={blocks.pair}>
            <NativeSelect label={t("attributes.type")} value={value.type} data={types.map((type) => ({ value: type, label: t(`types.${type}`) }))} onChange={(event) => edit(withPart({ ...value, type: event.currentTarget.value as Attribute["type"] }, "enum", event.currentTarget.value === "string" ? value.enum : undefined))} />
            {!value.computed && <Source value={value} set={set} />}
          </div>
          {value.type === "string" && <TagsInput label={t("attributes.enum")} description={t("attributes.enumHint")} value={value.enum ?? []} onChange={(next) => set("enum", next)} />}
          {value.type === "string" && <TextInput label={t("attributes.pattern")} description={t("attributes.patternHint")} value={value.pattern ?? ""} onChange={(event) => set("pattern", event.currentTarget.value)} spellCheck={false} />}
        </div>
      </Card>
      <Card title={t("attributes.who")}>
        <div className={blocks.fields}>
          {!value.computed && <Checkbox label={t("attributes.client")} description={t("attributes.clientHint")} checked={value.client ?? false} onChange={(event) => set("client", event.currentTarget.checked)} />}
          <Checkbox label={t("attributes.content")} description={t("attributes.contentHint")} checked={value.content ?? false} onChange={(event) => set("content", event.currentTarget.checked)} />
          <TagsInput label={t("attributes.purposes")} description={t("attributes.purposesHint")} value={value.purposes ?? []} onChange={(next) => set("purposes", next)} />
          {!value.computed && (
            <NativeSelect
              label={t("violation.label")} value={value.on_violation ?? ""} onChange={(event) => set("on_violation", (event.currentTarget.value || undefined) as Attribute["on_violation"])}
              data={[{ value: "", label: t("violation.default") }, ...(["accept", "coerce", "drop", "quarantine"] as const).map((one) => ({ value: one, label: t(`violation.${one}`) }))]}
            />
          )}
        </div>
      </Card>
    </>
  );
}

function Source({ value, set }: { value: Attribute; set: (part: "source", to: Attribute["source"]) => void }): ReactElement {
  const { t } = useTranslation("settings");
  return (
    <NativeSelect
      label={t("attributes.source")} description={t(`attributes.sources.${value.source ?? "any"}Hint`)} value={value.source ?? ""} onChange={(event) => set("source", (event.currentTarget.value || undefined) as Attribute["source"])}
      data={[{ value: "", label: t("attributes.sources.any") }, { value: "trait", label: t("attributes.sources.trait") }, { value: "context", label: t("attributes.sources.context") }]}
    />
  );
}

import { ActionIcon, Autocomplete, Button, NumberInput, SegmentedControl, Select, Switch, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "../api/client";
import { answer } from "../api/refusal";
import { Icon } from "../components/Icon";
import { languageName } from "../texts/formats";
import type { Ground } from "./page";
import styles from "./preview.module.css";
import type { Asked, Fact } from "./question";

type Attribute = Schemas["Vocabulary"]["attributes"][number];

interface AskProps {
  env: string;
  asked: Asked;
  change: (asked: Asked) => void;
  attributes: readonly Attribute[];
  locales: readonly string[];
  hasDraft: boolean;
  ground: Ground;
  turn: (ground: Ground) => void;
}

/** Ask says for whom, when and of what a preview is. */
export function Ask({ env, asked, change, attributes, locales, hasDraft, ground, turn }: AskProps): ReactElement {
  const { t } = useTranslation("preview");
  const put = (part: Partial<Asked>): void => change({ ...asked, ...part });
  return (
    <form className={styles.ask} onSubmit={(event) => event.preventDefault()} aria-label={t("title")}>
      <SegmentedControl size="xs" fullWidth aria-label={t("who.label")} value={asked.who} onChange={(who) => put({ who: who as Asked["who"] })} data={(["persona", "known", "whatif"] as const).map((value) => ({ value, label: t(`who.${value}`) }))} />
      {asked.who !== "persona" && <User env={env} user={asked.user} change={(user) => put({ user })} />}
      {asked.who !== "known" && <Facts facts={asked.facts} attributes={attributes} change={(facts) => put({ facts })} />}
      {locales.length > 1 && <Select label={t("language")} clearable clearButtonProps={{ "aria-label": t("clear") }} placeholder={t("languageOwn")} value={asked.locale} onChange={(locale) => put({ locale })} data={locales.map((value) => ({ value, label: languageName(value) }))} />}
      <TextInput type="datetime-local" label={t("at")} description={t("atHint")} value={asked.at} onChange={(event) => put({ at: event.currentTarget.value })} rightSection={asked.at ? <ActionIcon variant="subtle" color="gray" aria-label={t("now")} onClick={() => put({ at: "" })}><Icon name="close" size={15} /></ActionIcon> : undefined} />
      <div className={styles.ask}>
        <SegmentedControl size="xs" fullWidth aria-label={t("of.label")} value={asked.of} onChange={(of) => put({ of: of as Asked["of"] })} data={(["draft", "published", "revision"] as const).map((value) => ({ value, label: t(`of.${value}`) }))} />
        {asked.of === "draft" && !hasDraft && <p className={styles.why}>{t("of.noDraft")}</p>}
        {asked.of === "revision" && <NumberInput label={t("of.number")} min={1} allowDecimal={false} value={asked.revision ?? ""} onChange={(revision) => put({ revision: typeof revision === "number" ? revision : undefined })} />}
        <Switch size="sm" label={t("drafts")} checked={asked.drafts} onChange={(event) => put({ drafts: event.currentTarget.checked })} />
        <Switch size="sm" label={t("dark")} checked={ground === "dark"} onChange={(event) => turn(event.currentTarget.checked ? "dark" : "light")} />
      </div>
    </form>
  );
}

/** User finds somebody who is stored by what your application calls them. */
function User({ env, user, change }: { env: string; user: string; change: (user: string) => void }): ReactElement {
  const { t } = useTranslation("preview");
  const people = useQuery({
    queryKey: [env, "people"],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/environments/{env}/profiles", { params: { path: { env }, query: { kind: "person", limit: 200 } }, signal })),
    staleTime: 30_000,
  });
  const ids = people.data?.profiles.flatMap(({ identifiers }) => identifiers.filter(({ kind }) => kind === "user").slice(0, 1).map(({ value }) => value)) ?? [];
  return <Autocomplete data-autofocus label={t("user")} description={t("userHint")} data={[...new Set(ids)]} value={user} onChange={change} limit={20} autoComplete="off" spellCheck={false} />;
}

/** Facts are what is said of somebody, attribute by attribute. */
function Facts({ facts, attributes, change }: { facts: readonly Fact[]; attributes: readonly Attribute[]; change: (facts: Fact[]) => void }): ReactElement {
  const { t } = useTranslation("preview");
  const put = (at: number, part: Partial<Fact>): void => change(facts.map((fact, place) => (place === at ? { ...fact, ...part } : fact)));
  const free = attributes.filter(({ name, computed }) => !computed && !facts.some((fact) => fact.name === name));
  return (
    <div className={styles.ask} role="group" aria-label={t("facts")}>
      {facts.map((fact, at) => (
        <div className={styles.attribute} key={at}>
          <Select aria-label={t("attribute")} searchable allowDeselect={false} placeholder={t("attribute")} value={fact.name || null} data={[...(fact.name ? [fact.name] : []), ...free.map(({ name }) => name)]} onChange={(name) => put(at, { name: name ?? "", value: "" })} />
          <FactValue attribute={attributes.find(({ name }) => name === fact.name)} fact={fact} change={(value) => put(at, { value })} />
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t("forget", { name: fact.name })} onClick={() => change(facts.filter((_, place) => place !== at))}><Icon name="close" size={17} /></ActionIcon>
        </div>
      ))}
      <div><Button size="compact-sm" variant="subtle" leftSection={<Icon name="plus" size={15} />} onClick={() => change([...facts, { name: "", value: "" }])}>{t("addFact")}</Button></div>
    </div>
  );
}

function FactValue({ attribute, fact, change }: { attribute: Attribute | undefined; fact: Fact; change: (value: string) => void }): ReactElement {
  const { t } = useTranslation("preview");
  const label = t("valueOf", { name: fact.name });
  if (attribute?.type === "bool") return <Select aria-label={label} allowDeselect={false} value={fact.value || null} placeholder={t("value")} onChange={(value) => change(value ?? "")} data={[{ value: "true", label: t("yes") }, { value: "false", label: t("no") }]} />;
  if (attribute?.type === "time") return <TextInput type="datetime-local" aria-label={label} value={fact.value} onChange={(event) => change(event.currentTarget.value)} />;
  const known = [...new Set([...(attribute?.enum ?? attribute?.bands ?? []), ...(attribute?.values ?? []).map(({ value }) => String(value))])];
  return <Autocomplete aria-label={label} data={known} placeholder={t("value")} value={fact.value} onChange={change} limit={30} inputMode={attribute?.type === "number" ? "decimal" : "text"} />;
}

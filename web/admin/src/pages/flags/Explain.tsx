import { ActionIcon, Button, SegmentedControl, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "../../api/client";
import { answer, Refusal } from "../../api/refusal";
import { Card } from "../../components/Card";
import { Icon } from "../../components/Icon";
import { deskOf, draftQuery } from "../../drafts/draft";
import type { Change } from "../../drafts/useChange";
import { vocabularyQuery, type Vocabulary } from "../../rules/queries";
import { moment } from "../../texts/formats";
import type { FlagDefinition } from "./definition";
import styles from "./Flags.module.css";

type Attribute = Vocabulary["attributes"][number];
/** Trait is something that is said of a persona. */
type Trait = [name: string, text: string];

/** contextOf is what a persona is, as a request says it. */
export function contextOf(key: string, traits: readonly Trait[], attributes: readonly Pick<Attribute, "name" | "type">[]): Record<string, unknown> {
  const types = new Map(attributes.map(({ name, type }) => [name, type]));
  const read = (name: string, text: string): unknown => {
    switch (types.get(name)) {
      case "number": return Number.isFinite(Number(text)) ? Number(text) : text;
      case "bool": return text === "true";
      case "list": return text.split(",").map((one) => one.trim()).filter(Boolean);
      default: return text;
    }
  };
  const said = traits.filter(([name, text]) => name !== "" && text !== "").map(([name, text]) => [name, read(name, text)]);
  return { targetingKey: key || "somebody", ...Object.fromEntries(said) };
}

/** Explain says what somebody is served, and why: with the flag as it is edited, as far as it is right, else as it is published. */
export function Explain({ env, name, change }: { env: string; name: string; change: Change<FlagDefinition> }): ReactElement {
  const { t } = useTranslation("flags");
  const client = useQueryClient();
  const [who, setWho] = useState<"known" | "persona">("persona");
  const [person, setPerson] = useState("");
  const [traits, setTraits] = useState<Trait[]>([["", ""]]);
  const attributes = useQuery(vocabularyQuery(env)).data?.attributes ?? [];
  const asked = useMutation({
    meta: { quiet: true },
    mutationFn: async () => {
      await deskOf(client, env).saver.flushAll();
      const draft = change.isChanged ? client.getQueryData(draftQuery(env).queryKey)?.id : undefined;
      const whom = who === "known" ? { user_id: person.trim() } : { context: contextOf(person.trim(), traits, attributes) };
      const said = await answer(api.POST("/api/v1/environments/{env}/explain", { params: { path: { env } }, body: { flag: name, ...whom, ...(draft && { draft }) } }));
      return { said, isDraft: draft !== undefined };
    },
  });
  const put = (at: number, trait: Trait): void => setTraits((all) => all.map((one, other) => (other === at ? trait : one)));
  return (
    <Card title={t("explain")}>
      <form className={styles.fields} onSubmit={(event) => { event.preventDefault(); asked.mutate(); }}>
        <SegmentedControl aria-label={t("whom")} size="sm" value={who} onChange={(next) => setWho(next as typeof who)} data={[{ value: "persona", label: t("persona") }, { value: "known", label: t("known") }]} />
        <TextInput label={t("userId")} placeholder={who === "known" ? "user-42" : t("somebody")} value={person} required={who === "known"} onChange={(event) => setPerson(event.currentTarget.value)} />
        {who === "persona" && (
          <div className={styles.traits}>
            {traits.map(([attribute, text], at) => (
              <TraitFields key={at} attributes={attributes} attribute={attribute} text={text} change={(trait) => put(at, trait)} remove={() => setTraits((all) => all.filter((_, other) => other !== at))} />
            ))}
            <Button size="compact-sm" variant="subtle" leftSection={<Icon name="plus" size={15} />} onClick={() => setTraits((all) => [...all, ["", ""]])}>{t("addTrait")}</Button>
          </div>
        )}
        <Button type="submit" loading={asked.isPending}>{t("explainDo")}</Button>
      </form>
      <div role="status" className={styles.answer}>
        {asked.isError && <p className={styles.wrongText}>{asked.error.message}{asked.error instanceof Refusal && asked.error.problems.map((problem, at) => <span key={at}><br />{problem.path}: {problem.message}</span>)}</p>}
        {asked.data && <Explained explained={asked.data.said} isDraft={asked.data.isDraft} />}
      </div>
    </Card>
  );
}

interface TraitProps {
  attributes: readonly Attribute[];
  attribute: string;
  text: string;
  change: (trait: Trait) => void;
  remove: () => void;
}

function TraitFields({ attributes, attribute, text, change, remove }: TraitProps): ReactElement {
  const { t } = useTranslation("flags");
  const known = attributes.find(({ name }) => name === attribute);
  const values = known?.type === "bool" ? ["true", "false"] : (known?.enum ?? known?.values?.map(({ value }) => String(value)) ?? []);
  const list = `values-${attribute}`;
  return (
    <div className={styles.trait}>
      <select className={styles.select} aria-label={t("attribute")} value={attribute} onChange={(event) => change([event.currentTarget.value, ""])}>
        <option value="">{t("choose")}</option>
        {attributes.filter(({ source, type }) => source !== "computed" && type !== "object").map(({ name }) => <option key={name}>{name}</option>)}
      </select>
      <TextInput size="sm" aria-label={`${attribute}: ${t("value")}`} placeholder={t("value")} list={values.length > 0 ? list : undefined} value={text} disabled={attribute === ""} onChange={(event) => change([attribute, event.currentTarget.value])} />
      <ActionIcon variant="subtle" color="gray" aria-label={t("removeTrait", { name: attribute })} onClick={remove}><Icon name="close" size={16} /></ActionIcon>
      {values.length > 0 && <datalist id={list}>{values.map((value) => <option key={value} value={value} />)}</datalist>}
    </div>
  );
}

function Explained({ explained, isDraft }: { explained: Schemas["Explained"]; isDraft: boolean }): ReactElement {
  const { t } = useTranslation("flags");
  const { decision, entries } = explained;
  return (
    <>
      <p className={styles.verdict}>
        <span className={styles.chip}>{decision.variant ?? t("noVariant")}</span>
        {decision.value !== undefined && <code>{JSON.stringify(decision.value)}</code>}
      </p>
      <p>{t(`reasons.${decision.reason}`, { rule: decision.targeting ?? "" })}</p>
      {decision.errorDetails && <p className={styles.wrongText}>{decision.errorDetails}</p>}
      {decision.until && <p className={styles.soft}>{t("untilThen", { at: moment(decision.until) })}</p>}
      <ol className={styles.steps}>
        {entries.map((entry, at) => (
          <li key={at} data-reached={entry.reached || undefined} data-won={(entry.reached && entry.name === decision.targeting) || undefined}>
            <strong>{entry.name || t("unnamed", { number: at + 1 })}</strong> <span className={styles.soft}>{entry.reached ? entry.result : t("notReached")}</span>
            {entry.rule && <ul className={styles.tree}><Node node={entry.rule} /></ul>}
          </li>
        ))}
      </ol>
      <p className={styles.soft}>{isDraft ? t("asDraft") : t("asPublished")}</p>
    </>
  );
}

function Node({ node }: { node: Schemas["ExplainedNode"] }): ReactElement {
  return (
    <li>
      <span data-outcome={node.outcome} className={styles.outcome}>{{ true: "✓", false: "✗" }[node.outcome] ?? "?"}</span> <code>{node.text}</code>
      {node.note && <span className={styles.soft}> {node.note}</span>}
      {(node.children?.length ?? 0) > 0 && <ul>{node.children?.map((child, at) => <Node key={at} node={child} />)}</ul>}
    </li>
  );
}

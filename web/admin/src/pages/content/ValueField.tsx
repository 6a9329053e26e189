import { ActionIcon, Button, NumberInput, Select, Switch, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../../components/Icon";
import { PersonalText } from "../../personal/PersonalText";
import { catalogQuery } from "../../preview/queries";
import styles from "./Content.module.css";
import { isNothing, titled, type FieldDefinition, type Values } from "./domain";
import { FieldRows, Languages } from "./FieldRows";
import { ImageField } from "./ImageField";
import { instantOf, localOf } from "./times";

/** Where is where a value stands: who edits it, and in which languages. */
export interface Where {
  env: string;
  locales: readonly string[];
  /** The language that is edited; undefined for all of them, side by side. */
  locale: string | undefined;
  blur: () => void;
}

interface ValueFieldProps {
  where: Where;
  field: FieldDefinition;
  label: string;
  /** The language of the value; empty if it has none. */
  lang: string;
  /** What is shown while there is nothing. */
  hint?: string | undefined;
  value: unknown;
  change: (value: unknown) => void;
}

/** ValueField edits one value, by what its field holds. */
export function ValueField(props: ValueFieldProps): ReactElement {
  const { where, field, label, lang, hint, value, change } = props;
  const { t } = useTranslation("content");
  const text = typeof value === "string" ? value : "";
  switch (field.type) {
    case "markdown":
      return <PersonalText env={where.env} value={text} label={label} lang={lang} hint={hint} isMarkdown change={change} blur={where.blur} isWrong={isTooLong(field, text)} />;
    case "text":
      if (field.enum) return <Select aria-label={label} data={field.enum} value={text || null} placeholder={t("field.choose")} onChange={change} clearable={!field.required} clearButtonProps={{ "aria-label": t("field.clear") }} onBlur={where.blur} />;
      if (field.localized === false) return <TextInput aria-label={label} dir="auto" value={text} maxLength={field.max} onChange={(event) => change(event.currentTarget.value)} onBlur={where.blur} />;
      return <PersonalText env={where.env} value={text} label={label} lang={lang} hint={hint} isLine={(field.max ?? 500) <= 500} change={change} blur={where.blur} isWrong={isTooLong(field, text)} />;
    case "number":
      return <NumberInput aria-label={label} value={typeof value === "number" ? value : ""} {...(field.min !== undefined && { min: field.min })} {...(field.max !== undefined && { max: field.max })} onChange={(next) => change(typeof next === "number" ? next : undefined)} onBlur={where.blur} />;
    case "boolean":
      return <Switch aria-label={label} label={value === true ? t("field.yes") : t("field.no")} checked={value === true} onChange={(event) => change(event.currentTarget.checked)} />;
    case "time":
      return <TextInput type="datetime-local" aria-label={label} value={localOf(text)} onChange={(event) => change(instantOf(event.currentTarget.value))} onBlur={where.blur} />;
    case "url":
      return <TextInput aria-label={label} dir="ltr" inputMode="url" placeholder="/plans" leftSection={<Icon name="link" size={17} />} value={text} onChange={(event) => change(event.currentTarget.value)} onBlur={where.blur} error={text !== "" && !isAddress(text) && t("field.address")} />;
    case "image":
      return <ImageField where={where} label={label} value={value} change={change} />;
    case "list":
      return <ListField {...props} />;
    case "reference":
      return <Reference {...props} />;
    case "json":
      return <Json {...props} />;
  }
}

/** isTooLong says whether a text has more characters than fit. Personal values are not counted as they are written. */
function isTooLong({ max }: FieldDefinition, text: string): boolean {
  return max !== undefined && [...text.replace(/\{\{.*?\}\}|\{%.*?%\}/gs, "")].length > max;
}

/** isAddress says whether an address can be one: a place on the site, or one of the schemes that content may lead to. */
export function isAddress(text: string): boolean {
  return /^(https?:\/\/[^\s/]|mailto:\S+@|\/(?!\/)|#)/i.test(text.trim()) || text.startsWith("{{");
}

function ListField({ where, field, label, value, change }: ValueFieldProps): ReactElement {
  const { t } = useTranslation("content");
  const items = Array.isArray(value) ? (value as unknown[]) : [];
  const put = (at: number, item: unknown): void => change(items.map((other, place) => (place === at ? item : other)));
  const move = (at: number, to: number): void => {
    const next = [...items];
    next.splice(to, 0, ...next.splice(at, 1));
    change(next);
  };
  return (
    <div className={styles.items} role="group" aria-label={label}>
      {items.map((item, at) => (
        <div className={styles.item} key={at} role="group" aria-label={`${label} ${at + 1}`}>
          <div className={styles.itemHead}>
            <strong>{at + 1}</strong>
            <span className={styles.spring} />
            <ActionIcon variant="subtle" color="gray" disabled={at === 0} aria-label={`${t("list.up")}: ${label} ${at + 1}`} onClick={() => move(at, at - 1)}><span className={styles.upward}><Icon name="down" size={17} /></span></ActionIcon>
            <ActionIcon variant="subtle" color="gray" disabled={at === items.length - 1} aria-label={`${t("list.down")}: ${label} ${at + 1}`} onClick={() => move(at, at + 1)}><Icon name="down" size={17} /></ActionIcon>
            <ActionIcon variant="subtle" color="gray" aria-label={`${t("list.remove")}: ${label} ${at + 1}`} onClick={() => change(items.filter((_, place) => place !== at))}><Icon name="trash" size={17} /></ActionIcon>
          </div>
          {field.fields ? (
            <FieldRows where={where} fields={field.fields} values={item as Values} prefix={`${label} ${at + 1}: `} change={(name, next) => put(at, without({ ...(item as Values), [name]: next }))} />
          ) : (
            <Languages where={where} field={{ type: "text", ...(field.localized !== undefined && { localized: field.localized }) }} label={`${label} ${at + 1}`} value={item} change={(next) => put(at, next ?? "")} />
          )}
        </div>
      ))}
      <Button variant="default" size="sm" leftSection={<Icon name="plus" size={17} />} disabled={items.length >= (field.max ?? 100)} onClick={() => change([...items, field.fields ? {} : ""])}>{t("list.add")}</Button>
    </div>
  );
}

/** without leaves out what has no value. */
function without(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => !isNothing(value)));
}

function Reference({ where, field, label, value, change }: ValueFieldProps): ReactElement {
  const { t } = useTranslation("content");
  const entries = useQuery(catalogQuery(where.env, "content"));
  const fitting = (entries.data ?? []).filter(({ about }) => !field.accepts || field.accepts.includes((about as { type: string }).type));
  const names = new Set([...fitting.map(({ key }) => key), ...(typeof value === "string" ? [value] : [])]);
  return <Select aria-label={label} searchable clearable clearButtonProps={{ "aria-label": t("field.clear") }} data={[...names]} value={typeof value === "string" ? value : null} placeholder={t("field.choose")} nothingFoundMessage={t("nothing")} onChange={change} onBlur={where.blur} />;
}

/** Json edits a value as text; what can be read of it is kept. */
function Json({ where, label, value, change }: ValueFieldProps): ReactElement {
  const { t } = useTranslation("content");
  const [text, setText] = useState(() => (value === undefined ? "" : JSON.stringify(value, null, 2)));
  const [isWrong, setWrong] = useState(false);
  const write = (next: string): void => {
    setText(next);
    try {
      change(next.trim() === "" ? undefined : JSON.parse(next));
      setWrong(false);
    } catch {
      setWrong(true);
    }
  };
  return <Textarea aria-label={label} description={titled("json").toUpperCase()} autosize minRows={3} maxRows={16} dir="ltr" spellCheck={false} className={styles.code ?? ""} value={text} onChange={(event) => write(event.currentTarget.value)} onBlur={where.blur} error={isWrong && t("field.json")} />;
}

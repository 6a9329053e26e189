import { ActionIcon, Button, TextInput, Textarea, NumberInput } from "@mantine/core";
import { useEffect, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Card } from "../../components/Card";
import { Icon } from "../../components/Icon";
import { emptyValue, free, parseValue, removeVariant, renameVariant, reorderVariants, usesOf, variantWrong, type FlagDefinition, type FlagType } from "./definition";
import type { Update } from "./Flag";
import styles from "./Flags.module.css";
import { useOrder } from "./useOrder";

/** Variants are the values that a flag can have, in their order, which shares of people follow. */
export function Variants({ value, update }: { value: FlagDefinition; update: Update }): ReactElement {
  const { t } = useTranslation("flags");
  const names = Object.keys(value.variants);
  const order = useOrder(names.length, (at) => names[at] ?? "", (from, to) => update((flag) => reorderVariants(flag, from, to)));
  const add = (): void =>
    update((flag) => {
      const taken = Object.keys(flag.variants);
      return { ...flag, variants: { ...flag.variants, [free("variant", taken, "-")]: emptyValue(flag.type) } };
    });
  return (
    <Card title={t("variants")} aside={<span className={styles.soft}>{t(`types.${value.type}`)}</span>}>
      <p className={styles.soft}>{t("variantsHint")}</p>
      <ol className={styles.variants}>
        {names.map((name, at) => (
          <li key={order.ids[at]} className={styles.variant} {...order.row(at)}>
            <i className={styles.hue} data-hue={at % 6} aria-hidden="true" />
            <Name name={name} taken={names} rename={(to) => update((flag) => renameVariant(flag, name, to))} />
            <ValueOf type={value.type} name={name} value={value.variants[name]} change={(next) => update((flag) => ({ ...flag, variants: { ...flag.variants, [name]: next } }))} />
            <span className={styles.tail}>
              {order.buttons(at)}
              <ActionIcon variant="subtle" color="gray" size="lg" disabled={names.length < 2} aria-label={t("removeVariant", { name })} title={usesOf(value, name) > 0 ? t("removeServed") : t("removeVariant", { name })} onClick={() => { order.removed(at); update((flag) => removeVariant(flag, name)); }}><Icon name="trash" size={18} /></ActionIcon>
            </span>
          </li>
        ))}
      </ol>
      <Button variant="default" size="sm" leftSection={<Icon name="plus" size={16} />} onClick={add}>{t("addVariant")}</Button>
      {order.announcement}
    </Card>
  );
}

/** Name is renamed when the field is left, so that no half-typed name is served. */
function Name({ name, taken, rename }: { name: string; taken: readonly string[]; rename: (name: string) => void }): ReactElement {
  const { t } = useTranslation("flags");
  const [text, setText] = useState(name);
  useEffect(() => setText(name), [name]);
  const wrong = text === name ? undefined : variantWrong(text, taken);
  const leave = (): void => {
    if (wrong) setText(name);
    else if (text !== name) rename(text);
  };
  return <TextInput aria-label={t("variantName")} value={text} error={wrong && t(`variantWrong.${wrong}`)} onChange={(event) => setText(event.currentTarget.value)} onBlur={leave} onKeyDown={(event) => event.key === "Enter" && leave()} maxLength={100} />;
}

interface Valued {
  type: FlagType;
  name: string;
  value: unknown;
  change: (value: unknown) => void;
}

function ValueOf({ type, name, value, change }: Valued): ReactElement {
  const { t } = useTranslation("flags");
  const label = t("valueOf", { name });
  if (type === "boolean") {
    return (
      <select className={styles.select} aria-label={label} value={String(value)} onChange={(event) => change(event.currentTarget.value === "true")}>
        <option value="true">{t("true")}</option>
        <option value="false">{t("false")}</option>
      </select>
    );
  }
  if (type === "number") return <NumberInput aria-label={label} value={typeof value === "number" ? value : ""} onChange={(next) => typeof next === "number" && change(next)} hideControls />;
  if (type === "string") return <Textarea aria-label={label} autosize minRows={1} maxRows={8} value={typeof value === "string" ? value : JSON.stringify(value)} onChange={(event) => change(event.currentTarget.value)} />;
  return <JSONText label={label} value={value} change={change} />;
}

/** JSONText edits an object as text: it is saved whenever it can be read. */
function JSONText({ label, value, change }: { label: string; value: unknown; change: (value: unknown) => void }): ReactElement {
  const { t } = useTranslation("flags");
  const [text, setText] = useState(() => JSON.stringify(value, null, 2));
  const read = parseValue("object", text);
  const now = JSON.stringify(value);
  useEffect(() => setText((typed) => (JSON.stringify(parseValue("object", typed)) === now ? typed : JSON.stringify(JSON.parse(now), null, 2))), [now]);
  return (
    <Textarea
      aria-label={label} autosize minRows={2} maxRows={20} spellCheck={false} classNames={{ input: styles.mono ?? "" }} value={text} error={read === undefined && t("notJson")}
      onChange={(event) => { setText(event.currentTarget.value); const next = parseValue("object", event.currentTarget.value); if (next !== undefined) change(next); }}
    />
  );
}

import { Autocomplete, NumberInput, TagsInput, TextInput } from "@mantine/core";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Choose } from "./Choose";
import type { Saying, Subject } from "./form";
import type { Condition, Value, Vocabulary } from "./queries";
import styles from "./rules.module.css";

interface Field {
  condition: Condition;
  saying: Saying;
  subject: Subject;
  vocabulary: Vocabulary;
  change: (condition: Condition) => void;
}

/** suggestions are texts that an attribute or a flag may have: those that are declared, then those that people really have. */
export function suggestions({ kind, key }: Subject, vocabulary: Vocabulary): string[] {
  if (kind === "flag") return vocabulary.flags.find((flag) => flag.key === key)?.variants.map(({ value }) => String(value)) ?? [];
  const attribute = vocabulary.attributes.find(({ name }) => name === key);
  return [...new Set([...(attribute?.enum ?? []), ...(attribute?.values ?? []).map(({ value }) => String(value))])];
}

/** ValueField takes what a sentence compares with, in the form that its saying asks for. */
export function ValueField({ condition, saying, subject, vocabulary, change }: Field): ReactElement | null {
  const { t } = useTranslation("rules");
  const set = (value: Value): void => change({ ...condition, value });
  const label = t("value");
  const value = condition.value;
  switch (saying.value) {
    case "texts":
      return <TagsInput className={styles.grow} aria-label={label} data={suggestions(subject, vocabulary)} value={(condition.values ?? []).map(String)} onChange={(values) => change({ ...condition, values })} placeholder={condition.values?.length ? undefined : t("choose")} acceptValueOnBlur clearable={false} />;
    case "text":
      return <Autocomplete className={styles.grow} aria-label={label} data={suggestions(subject, vocabulary)} value={String(value ?? "")} onChange={set} />;
    case "number":
      return <NumberInput className={styles.short} aria-label={label} value={Number(value)} onChange={(next) => next !== "" && set(Number(next))} />;
    case "top":
      return <NumberInput className={styles.short} aria-label={label} suffix=" %" min={1} max={99} value={Math.round((1 - Number(value)) * 100)} onChange={(next) => next !== "" && set(Math.round(100 - Number(next)) / 100)} />;
    case "truth":
      return <Choose label={label} value={String(value)} options={[{ value: "true", text: t("yes") }, { value: "false", text: t("no") }]} choose={(next) => set(next === "true")} />;
    case "length":
      return <Length value={(value as { ago: string }).ago} change={(ago) => set({ ago })} />;
    case "date":
      return <TextInput type="date" aria-label={label} value={(value as { date: string }).date} onChange={(event) => event.currentTarget.value && set({ date: event.currentTarget.value })} />;
    case "version":
      return <TextInput className={styles.short} aria-label={label} value={(value as { version: string }).version} onChange={(event) => set({ version: event.currentTarget.value })} />;
    default:
      return null;
  }
}

const units = { m: "minutes", h: "hours", d: "days", w: "weeks" } as const;
type Unit = keyof typeof units;

/** Length takes a length of time: an amount and its unit. */
export function Length({ value, change }: { value: string; change: (length: string) => void }): ReactElement {
  const { t } = useTranslation("rules");
  const [, amount, unit] = /^(\d+(?:\.\d+)?)([mhdw])$/.exec(value) ?? [];
  if (amount === undefined || unit === undefined) {
    return <TextInput className={styles.short} aria-label={t("amount")} value={value} onChange={(event) => change(event.currentTarget.value)} />;
  }
  return (
    <>
      <NumberInput className={styles.short} aria-label={t("amount")} min={1} value={Number(amount)} onChange={(next) => next !== "" && change(`${next}${unit}`)} />
      <Choose label={t("unit")} value={unit as Unit} options={(Object.keys(units) as Unit[]).map((one) => ({ value: one, text: t(units[one]) }))} choose={(next) => change(`${amount}${next}`)} />
    </>
  );
}

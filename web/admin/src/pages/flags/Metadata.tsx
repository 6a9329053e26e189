import { ActionIcon, Button, TextInput } from "@mantine/core";
import { useEffect, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Card } from "../../components/Card";
import { Icon } from "../../components/Icon";
import { set, type FlagDefinition } from "./definition";
import type { Update } from "./Flag";
import styles from "./Flags.module.css";

type Pair = [string, string];

/** readMetadata reads what was typed: numbers, true and false are what they look like, everything else is text. */
export function readMetadata(pairs: readonly Pair[]): FlagDefinition["metadata"] {
  const named = pairs.filter(([name]) => name.trim() !== "");
  if (named.length === 0) return undefined;
  const read = (text: string): string | number | boolean => (text === "true" || text === "false" ? text === "true" : /^-?(0|[1-9]\d{0,14})(\.\d{1,6})?$/.test(text) && String(Number(text)) === text ? Number(text) : text);
  return Object.fromEntries(named.map(([name, text]) => [name.trim(), read(text)]));
}

/** Metadata are facts that every answer carries along. */
export function Metadata({ value, update }: { value: FlagDefinition; update: Update }): ReactElement {
  const { t } = useTranslation("flags");
  const now = JSON.stringify(value.metadata ?? {});
  const [pairs, setPairs] = useState<Pair[]>(() => pairsOf(now));
  useEffect(() => setPairs((typed) => (JSON.stringify(readMetadata(typed) ?? {}) === now ? typed : pairsOf(now))), [now]);
  const put = (next: Pair[]): void => {
    setPairs(next);
    update((flag) => set(flag, "metadata", readMetadata(next)));
  };
  return (
    <Card title={t("metadata")} aside={<Button size="sm" variant="default" leftSection={<Icon name="plus" size={16} />} onClick={() => setPairs((all) => [...all, ["", ""]])}>{t("addMetadata")}</Button>}>
      <p className={styles.soft}>{t("metadataHint")}</p>
      {pairs.map(([name, text], at) => (
        <div key={at} className={styles.pair}>
          <TextInput aria-label={t("metadataName")} placeholder={t("metadataName")} value={name} onChange={(event) => put(pairs.map((pair, other) => (other === at ? [event.currentTarget.value, text] : pair)))} />
          <TextInput aria-label={t("metadataValue", { name })} placeholder={t("value")} value={text} onChange={(event) => put(pairs.map((pair, other) => (other === at ? [name, event.currentTarget.value] : pair)))} />
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t("removeMetadata", { name })} onClick={() => put(pairs.filter((_, other) => other !== at))}><Icon name="trash" size={18} /></ActionIcon>
        </div>
      ))}
    </Card>
  );
}

function pairsOf(text: string): Pair[] {
  return Object.entries(JSON.parse(text) as Record<string, unknown>).map(([name, value]) => [name, String(value)]);
}

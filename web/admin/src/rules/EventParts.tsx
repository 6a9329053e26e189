import { NumberInput } from "@mantine/core";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Choose, type Option } from "./Choose";
import type { Condition, Vocabulary } from "./queries";
import styles from "./rules.module.css";
import { Length } from "./ValueField";

interface Parts {
  condition: Condition;
  vocabulary: Vocabulary;
  change: (condition: Condition) => void;
}

const aggregates = ["sum", "avg", "min", "max"] as const;

/** EventParts are how often something was done, or what came together, and in which time. */
export function EventParts(parts: Parts): ReactElement {
  const { t } = useTranslation("rules");
  const { condition, change } = parts;
  return (
    <>
      <NumberInput className={styles.short} aria-label={t("value")} value={Number(condition.value)} onChange={(next) => next !== "" && change({ ...condition, value: Number(next) })} />
      <Measure {...parts} />
      <Period {...parts} />
    </>
  );
}

function Measure({ condition, vocabulary, change }: Parts): ReactElement {
  const { t } = useTranslation("rules");
  const numbers = vocabulary.events.find(({ name }) => name === condition.event)?.properties.filter(({ type }) => type === "number") ?? [];
  const own = condition.property ? `${condition.aggregate}:${condition.property}` : "count";
  const options: Option<string>[] = [
    { value: "count", text: t("times") },
    ...numbers.flatMap(({ name }) => aggregates.map((one) => ({ value: `${one}:${name}`, text: t(one, { property: name }) }))),
  ];
  if (!options.some(({ value }) => value === own)) options.push({ value: own, text: `${condition.aggregate} ${condition.property}` });
  const choose = (text: string): void => {
    const { property: _, ...rest } = condition;
    const [aggregate, ...name] = text.split(":");
    change({ ...rest, aggregate: aggregate as NonNullable<Condition["aggregate"]>, ...(name.length > 0 && { property: name.join(":") }) });
  };
  return <Choose label={t("measure")} value={own} options={options} choose={choose} />;
}

function Period({ condition, vocabulary, change }: Parts): ReactElement {
  const { t } = useTranslation("rules");
  const window = condition.window;
  const own = !window ? "ever" : window.kind === "within" ? `within:${window.of}` : window.kind;
  const anchors = vocabulary.attributes.filter(({ type }) => type === "time").map(({ name }) => ({ value: `within:${name}`, text: t("withinOf", { attribute: name }) }));
  const choose = (text: string): void => {
    const { window: _, ...rest } = condition;
    const length = window?.length ?? "7d";
    if (text === "ever") change(rest);
    else if (text === "session") change({ ...rest, window: { kind: "session" } });
    else if (text === "last") change({ ...rest, window: { kind: "last", length } });
    else change({ ...rest, window: { kind: "within", length, of: text.slice("within:".length) } });
  };
  return (
    <>
      <Choose label={t("period")} value={own} options={[{ value: "ever", text: t("ever") }, { value: "last", text: t("last") }, { value: "session", text: t("session") }, ...anchors]} choose={choose} />
      {window?.length !== undefined && <Length value={window.length} change={(length) => change({ ...condition, window: { ...window, length } })} />}
    </>
  );
}

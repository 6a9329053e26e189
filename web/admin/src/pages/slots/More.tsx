import { Switch, TextInput } from "@mantine/core";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { NumberField } from "../../components/NumberField";
import { instantOf, localOf } from "../content/times";
import { CapField } from "./CapField";
import { all, entriesOf, percent, set, shareOf, variantsOf, type Experience } from "./domain";
import styles from "./Slots.module.css";
import type { Editing } from "./useSlot";

/** More is what few experiences need. */
export default function More({ editing, experience, name, change }: { editing: Editing; experience: Experience; name: string; change: (experience: Experience) => void }): ReactElement {
  const { t } = useTranslation("slots");
  const { flush } = editing.change;
  const several = [...new Set(variantsOf(experience.serve).flatMap((variant) => entriesOf(editing.slot, variant)))];
  const part = (key: "coverage" | "holdout", usual: number) => (value: number | undefined): void => change(set(experience, key, typeof value === "number" && shareOf(value) !== usual ? shareOf(value) : undefined));
  const { exclusive } = experience;
  return (
    <div className={styles.more} role="group" aria-label={`${t("more.title")}: ${name}`}>
      <CapField label={t("cap.entry")} cap={experience.cap} change={(cap) => change(set(experience, "cap", cap))} />
      <div className={styles.pair}>
        <TextInput type="datetime-local" label={t("more.from")} value={localOf(experience.start)} onBlur={flush} onChange={(event) => change(set(experience, "start", instantOf(event.currentTarget.value)))} />
        <TextInput type="datetime-local" label={t("more.until")} value={localOf(experience.end)} onBlur={flush} onChange={(event) => change(set(experience, "end", instantOf(event.currentTarget.value)))} />
        <NumberField label={t("more.coverage")} description={t("more.coverageHint")} unit="%" min={0} max={100} value={percent(experience.coverage ?? all)} onChange={part("coverage", all)} />
        <NumberField label={t("more.holdout")} description={t("more.holdoutHint")} unit="%" min={0} max={100} value={percent(experience.holdout ?? 0)} onChange={part("holdout", 0)} />
      </div>
      <Switch label={t("more.hold")} description={t("more.holdHint")} checked={experience.hold === "session"} onChange={(event) => change(set(experience, "hold", event.currentTarget.checked ? "session" : undefined))} />
      <Switch label={t("more.uncapped")} description={t("more.uncappedHint")} checked={experience.uncapped === true} onChange={(event) => change(set(experience, "uncapped", event.currentTarget.checked || undefined))} />
      <div>
        <Switch label={t("more.exclusive")} description={t("more.exclusiveHint")} checked={exclusive !== undefined} onChange={(event) => change(set(experience, "exclusive", event.currentTarget.checked ? { group: t("more.groupExample"), from: 0, to: all / 2 } : undefined))} />
        {exclusive && (
          <div className={styles.pair}>
            <TextInput label={t("more.group")} value={exclusive.group} onBlur={flush} onChange={(event) => change({ ...experience, exclusive: { ...exclusive, group: event.currentTarget.value } })} />
            <NumberField label={t("more.groupFrom")} unit="%" min={0} max={100} value={percent(exclusive.from)} onChange={(from) => typeof from === "number" && change({ ...experience, exclusive: { ...exclusive, from: shareOf(from) } })} />
            <NumberField label={t("more.groupTo")} unit="%" min={0} max={100} value={percent(exclusive.to)} onChange={(to) => typeof to === "number" && change({ ...experience, exclusive: { ...exclusive, to: shareOf(to) } })} />
          </div>
        )}
      </div>
      {several.length > 1 && (
        <div>
          <Switch label={t("more.rank")} description={t("more.rankHint")} checked={experience.rank !== undefined} onChange={(event) => change(set(experience, "rank", event.currentTarget.checked ? Object.fromEntries(several.map((entry, at) => [entry, several.length - at])) : undefined))} />
          {experience.rank && several.map((entry) => (
            <TextInput key={entry} className={styles.code ?? ""} mt="sm" label={entry} dir="ltr" value={String(experience.rank?.[entry] ?? "")} onBlur={flush} onChange={(event) => change({ ...experience, rank: ranked(experience.rank ?? {}, entry, event.currentTarget.value) })} />
          ))}
        </div>
      )}
    </div>
  );
}

/** ranked puts a formula, or a number, into a ranking. */
function ranked(rank: Record<string, string | number>, entry: string, text: string): Record<string, string | number> {
  const { [entry]: _, ...rest } = rank;
  if (text.trim() === "") return rest;
  return { ...rest, [entry]: /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text };
}

import { NumberInput, Select, Switch } from "@mantine/core";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Cap } from "./domain";
import styles from "./Slots.module.css";

const lengths = ["1d", "7d", "30d"] as const;

/** CapField says in words how often somebody sees something at most. */
export function CapField({ label, cap, change }: { label: string; cap: Cap | undefined; change: (cap: Cap | undefined) => void }): ReactElement {
  const { t } = useTranslation("slots");
  const known = lengths.map((value) => ({ value: value as string, label: t(`cap.per.${value}`) }));
  const own = cap?.per && !known.some(({ value }) => value === cap.per) ? [{ value: cap.per, label: t("cap.within", { length: cap.per }) }] : [];
  const per = (value: string | null): Cap => ({ times: cap?.times ?? 1, ...(value && value !== "ever" && { per: value }) });
  return (
    <div className={styles.cap}>
      <Switch label={label} checked={cap !== undefined} onChange={(event) => change(event.currentTarget.checked ? { times: 3, per: "7d" } : undefined)} />
      {cap && (
        <div className={styles.sentence}>
          <span>{t("cap.atMost")}</span>
          <NumberInput className={styles.little ?? ""} aria-label={`${label}: ${t("cap.times")}`} min={1} max={1000} allowDecimal={false} value={cap.times} onChange={(times) => typeof times === "number" && times > 0 && change({ ...cap, times })} />
          <span>{t("cap.timesWord", { count: cap.times })}</span>
          <Select className={styles.short ?? ""} aria-label={`${label}: ${t("cap.length")}`} allowDeselect={false} data={[...known, ...own, { value: "ever", label: t("cap.ever") }]} value={cap.per ?? "ever"} onChange={(value) => change(per(value))} />
        </div>
      )}
    </div>
  );
}

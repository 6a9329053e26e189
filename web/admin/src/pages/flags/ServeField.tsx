import { Button, NumberInput, SegmentedControl } from "@mantine/core";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { even, inOrder, percent, reweigh, served, split, type Serve, type Weights } from "./definition";
import styles from "./Flags.module.css";

interface Props {
  label: string;
  names: readonly string[];
  serve: Serve | undefined;
  /** What serving nothing is called, where that is possible. */
  none?: string;
  change: (serve: Serve | undefined) => void;
}

/** ServeField chooses what is served: one variant, or a share of people each. */
export function ServeField({ label, names, serve, none, change }: Props): ReactElement {
  const { t } = useTranslation("flags");
  const isSplit = typeof serve === "object";
  const first = served(serve)[0]?.[0] ?? names[0] ?? "";
  const toSplit = (): Weights => (names.length > 1 ? even(names) : split(names, [1]));
  return (
    <div className={styles.serve} role="group" aria-label={`${t("serve")}: ${label}`}>
      <SegmentedControl
        aria-label={t("how")} size="sm" value={isSplit ? "split" : "one"} data={[{ value: "one", label: t("one") }, { value: "split", label: t("split") }]}
        onChange={(way) => change(way === "split" ? toSplit() : first)}
      />
      {isSplit ? (
        <Shares names={names} weights={serve} change={change} />
      ) : (
        <select className={styles.select} aria-label={t("variant")} value={serve ?? ""} onChange={(event) => change(event.currentTarget.value || undefined)}>
          {none !== undefined && <option value="">{none}</option>}
          {names.map((name) => <option key={name}>{name}</option>)}
          {typeof serve === "string" && !names.includes(serve) && <option>{serve}</option>}
        </select>
      )}
    </div>
  );
}

/** Shares are the weights, as percentages that always make 100. */
function Shares({ names, weights, change }: { names: readonly string[]; weights: Weights; change: (serve: Serve) => void }): ReactElement {
  const { t } = useTranslation("flags");
  const put = (name: string, weight: number): void => {
    const next = reweigh(weights, names, name, weight);
    const kept = inOrder(next, names);
    change(Object.keys(kept).length > 0 ? kept : next);
  };
  return (
    <div className={styles.shares}>
      <div className={styles.stack} aria-hidden="true">{names.map((name, at) => <i key={name} data-hue={at % 6} style={{ inlineSize: `${percent(weights[name] ?? 0)}%` }} />)}</div>
      {names.map((name, at) => (
        <div key={name} className={styles.shareRow}>
          <span className={styles.shareName}><i data-hue={at % 6} />{name}</span>
          <input
            type="range" min={0} max={100} step={1} value={percent(weights[name] ?? 0)} aria-label={t("shareOf", { variant: name })} aria-valuetext={`${percent(weights[name] ?? 0)} %`} disabled={names.length < 2}
            onChange={(event) => put(name, Math.round(Number(event.currentTarget.value) * 1000))}
          />
          <NumberInput
            className={styles.shareNumber} size="sm" aria-label={`${t("shareOf", { variant: name })}, %`} min={0} max={100} decimalScale={3} hideControls suffix=" %" disabled={names.length < 2}
            value={percent(weights[name] ?? 0)} onChange={(value) => typeof value === "number" && Math.round(value * 1000) !== (weights[name] ?? 0) && put(name, Math.round(value * 1000))}
          />
        </div>
      ))}
      {names.length > 1 && <div><Button size="compact-sm" variant="subtle" onClick={() => change(even(names))}>{t("even")}</Button></div>}
    </div>
  );
}

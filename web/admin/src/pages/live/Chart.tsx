import { useEffect, useMemo, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Card } from "../../components/Card";
import { count } from "../../texts/formats";
import styles from "./Live.module.css";
import { causes, milliseconds, percentile, perSecond, type Seen } from "./watch";

const seconds = 60;

/** Chart draws how many changes each of the last seconds brought, beside a table of their delays and causes. */
export function Chart({ all, isPaused }: { all: readonly Seen[]; isPaused: boolean }): ReactElement {
  const { t, i18n } = useTranslation("live");
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (isPaused) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [isPaused]);
  const counts = perSecond(all.map(({ at }) => Date.parse(at)), now, seconds);
  const delays = useMemo(() => all.map(({ delay }) => delay).sort((a, b) => a - b), [all]);
  const written = (value: number | undefined): string => (value === undefined ? "–" : t("ms", { shown: milliseconds(value, i18n.language) }));
  return (
    <div className={styles.side}>
      <Card title={t("chart")}><Bars counts={counts} /></Card>
      <Card title={t("delays")}>
        <table className={styles.table}>
          <tbody>
            {([50, 90, 99, 100] as const).map((percent) => <tr key={percent}><th scope="row">{t(`percent.p${percent}`)}</th><td className={styles.delay}>{written(percentile(delays, percent))}</td></tr>)}
            {causes(all).map(([kind, times]) => <tr key={kind}><th scope="row">{t(`causes.${kind}`)}</th><td className={styles.delay}>{count(times)}</td></tr>)}
          </tbody>
        </table>
      </Card>
    </div>
  );
}

function Bars({ counts }: { counts: readonly number[] }): ReactElement {
  const { t } = useTranslation("live");
  const top = Math.max(1, ...counts);
  const sum = counts.reduce((all, one) => all + one, 0);
  return (
    <figure className={styles.figure}>
      <svg className={styles.chart} viewBox={`0 0 ${seconds * 10} 120`} preserveAspectRatio="none" role="img" aria-label={t("chartText", { count: sum, shown: count(sum), top: count(top) })}>
        <path className={styles.grid} d={`M0 1H${seconds * 10}M0 60H${seconds * 10}M0 119H${seconds * 10}`} vectorEffect="non-scaling-stroke" />
        {counts.map((value, at) => value > 0 && <rect key={at} className={styles.barOf} x={at * 10 + 1.5} width={7} y={119 - (value / top) * 116} height={(value / top) * 116} rx={1.5} />)}
      </svg>
      <figcaption className={styles.axis}><span>{t("ago", { shown: count(seconds) })}</span><span>{t("most", { shown: count(sum === 0 ? 0 : top) })}</span><span>{t("nowWord")}</span></figcaption>
    </figure>
  );
}

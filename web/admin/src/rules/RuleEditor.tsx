import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Card } from "../components/Card";
import { Failure } from "../components/Failure";
import { Icon } from "../components/Icon";
import { Loading } from "../components/Loading";
import { Builder } from "./Builder";
import { vocabularyQuery, type Diagnostic, type Size } from "./queries";
import styles from "./rules.module.css";
import type { Rule } from "./useRule";

const Source = lazy(() => import("./editor/Source"));

/** RuleEditor writes a rule as sentences and as an expression, each of which follows the other. blur is called when the expression is left. */
export function RuleEditor({ env, rule, counts, blur }: { env: string; rule: Rule; counts?: Size["conditions"] | undefined; blur: () => void }): ReactElement {
  const { t } = useTranslation("rules");
  const vocabulary = useQuery(vocabularyQuery(env));
  if (vocabulary.isPending) return <Card title={t("sentences")}><Loading rows={4} /></Card>;
  if (vocabulary.isError) return <Card title={t("sentences")}><Failure error={vocabulary.error} retry={() => void vocabulary.refetch()} /></Card>;
  const isBroken = rule.diagnostics.length > 0 && rule.checked === rule.source;
  return (
    <>
      <Card title={t("sentences")}>
        <div className={isBroken ? `${styles.form} ${styles.dim}` : styles.form} inert={isBroken}>
          <Builder form={rule.form} vocabulary={vocabulary.data} change={rule.build} counts={counts} />
        </div>
        {(isBroken || rule.isWaiting) && <p className={styles.note} role="status"><Icon name="info" size={18} />{isBroken ? t("broken") : t("waiting")}</p>}
      </Card>
      <Card title={t("expression")}>
        <div className={styles.source} data-wrong={isBroken || undefined}>
          <Suspense fallback={<Loading rows={2} />}>
            <Source value={rule.source} label={t("editor")} vocabulary={vocabulary.data} diagnostics={rule.diagnostics} checked={rule.checked} change={rule.write} blur={blur} fixTo={(text) => t("fixTo", { text })} />
          </Suspense>
        </div>
        <Wrongs rule={rule} />
      </Card>
    </>
  );
}

/** Wrongs are the mistakes of an expression in words, with what puts them right. */
function Wrongs({ rule }: { rule: Rule }): ReactElement | null {
  const { t } = useTranslation("rules");
  if (rule.diagnostics.length === 0) return null;
  const fix = (proposed: NonNullable<Diagnostic["fix"]>): void =>
    rule.write(rule.checked.slice(0, proposed.offset) + proposed.text + rule.checked.slice(proposed.offset + proposed.length));
  return (
    <ul className={styles.wrongs} aria-label={t("wrong")}>
      {rule.diagnostics.map((one, at) => (
        <li key={at}>
          <span>{one.message}{one.hint && `: ${one.hint}`}</span>
          {one.fix && <Button size="compact-sm" color="brick" variant="outline" onClick={() => one.fix && fix(one.fix)}>{t("fixTo", { text: one.fix.text })}</Button>}
        </li>
      ))}
    </ul>
  );
}

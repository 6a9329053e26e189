import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Card } from "../components/Card";
import { Failure } from "../components/Failure";
import { Icon } from "../components/Icon";
import { Loading } from "../components/Loading";
import { vocabularyQuery, type Diagnostic, type Size } from "./queries";
import styles from "./rules.module.css";
import type { Rule } from "./useRule";

const Builder = lazy(async () => ({ default: (await import("./Builder")).Builder }));
const Source = lazy(() => import("./editor/Source"));

/** isBroken says whether what stands in the editor has a mistake. */
function isBroken(rule: Rule): boolean {
  return rule.diagnostics.length > 0 && rule.checked === rule.source;
}

/** RuleSentences writes a rule as sentences; counts are how many people each condition keeps. */
export function RuleSentences({ env, rule, counts }: { env: string; rule: Rule; counts?: Size["conditions"] | undefined }): ReactElement {
  const { t } = useTranslation("rules");
  const vocabulary = useQuery(vocabularyQuery(env));
  const broken = isBroken(rule);
  return (
    <Card title={t("sentences")}>
      {vocabulary.isPending && <Loading rows={4} />}
      {vocabulary.isError && <Failure error={vocabulary.error} retry={() => void vocabulary.refetch()} />}
      {vocabulary.data && (
        <div className={broken ? `${styles.form} ${styles.dim}` : styles.form} inert={broken}>
          <Suspense fallback={<Loading rows={4} />}><Builder form={rule.form} vocabulary={vocabulary.data} change={rule.build} counts={counts} /></Suspense>
        </div>
      )}
      {(broken || rule.isWaiting) && <p className={styles.note} role="status"><Icon name="info" size={18} />{broken ? t("broken") : t("waiting")}</p>}
    </Card>
  );
}

/** RuleSource writes a rule as an expression. blur is called when it is left. */
export function RuleSource({ env, rule, blur }: { env: string; rule: Rule; blur: () => void }): ReactElement {
  const { t } = useTranslation("rules");
  const vocabulary = useQuery(vocabularyQuery(env)).data;
  return (
    <Card title={t("expression")}>
      <div className={styles.source} data-wrong={isBroken(rule) || undefined}>
        <Suspense fallback={<Loading rows={2} />}>
          {vocabulary && <Source value={rule.source} label={t("editor")} vocabulary={vocabulary} diagnostics={rule.diagnostics} checked={rule.checked} change={rule.write} blur={blur} fixTo={(text) => t("fixTo", { text })} />}
        </Suspense>
      </div>
      <Wrongs rule={rule} />
    </Card>
  );
}

/** RuleEditor writes a rule both ways. blur is called when the expression is left. */
export function RuleEditor({ env, rule, blur }: { env: string; rule: Rule; blur: () => void }): ReactElement {
  return (
    <>
      <RuleSentences env={env} rule={rule} />
      <RuleSource env={env} rule={rule} blur={blur} />
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

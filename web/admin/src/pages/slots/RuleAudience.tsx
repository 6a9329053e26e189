import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Loading } from "../../components/Loading";
import { Multiline } from "../../components/Multiline";
import { vocabularyQuery } from "../../rules/queries";
import { useRule } from "../../rules/useRule";
import styles from "./Slots.module.css";

const Builder = lazy(async () => ({ default: (await import("../../rules/Builder")).Builder }));

interface RuleAudienceProps {
  env: string;
  label: string;
  when: string;
  change: (when: string | undefined) => void;
  blur: () => void;
}

/** RuleAudience says in sentences whom an experience is for, or as an expression, which the sentences follow. */
export default function RuleAudience({ env, label, when, change, blur }: RuleAudienceProps): ReactElement {
  const { t } = useTranslation("slots");
  const vocabulary = useQuery(vocabularyQuery(env));
  const rule = useRule(env, when, change);
  const [isText, setText] = useState(false);
  const wrong = rule.checked === when ? rule.diagnostics[0] : undefined;
  const showText = isText || wrong !== undefined;
  if (!vocabulary.data) return <Loading rows={2} />;
  return (
    <div className={styles.rule} role="group" aria-label={label}>
      {!wrong && <Suspense fallback={<Loading rows={2} />}><Builder form={rule.form} vocabulary={vocabulary.data} change={rule.build} /></Suspense>}
      {showText && <Multiline label={label} value={when} error={wrong && (wrong.hint ? `${wrong.message}: ${wrong.hint}` : wrong.message)} onChange={rule.write} onBlur={blur} />}
      {!wrong && <div><Button size="compact-sm" variant="subtle" aria-expanded={isText} aria-label={`${label}: ${t("audience.text")}`} onClick={() => setText(!isText)}>{t("audience.text")}</Button></div>}
    </div>
  );
}

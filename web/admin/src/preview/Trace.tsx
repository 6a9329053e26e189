import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../components/Icon";
import styles from "./preview.module.css";
import { conditionsOf, flipOf, outcomeOf, valuesOf, written, type Node, type Step, type Value } from "./trace";

const results = ["match", "no match", "unknown", "not covered", "held out", "seen often enough", "not in force", "nothing to bucket by"] as const;

/** Trace tells how a decision came about: each experience with its conditions, what they found, and what would have to be otherwise. */
export function Trace({ steps }: { steps: readonly Step[] }): ReactElement {
  const { t } = useTranslation("preview");
  return (
    <ol className={styles.steps}>
      {steps.map((step) => {
        const outcome = outcomeOf(step);
        const known = results.find((one) => one === step.result);
        const flip = step.rule && outcome === "no" ? flipOf(step.rule) : undefined;
        return (
          <li key={step.name} className={styles.step} data-outcome={outcome} data-unreached={outcome === "unreached" || undefined}>
            <div className={styles.stepHead}>
              <strong>{step.name}</strong>
              <span className={outcome === "yes" ? styles.yes : outcome === "no" ? styles.no : styles.why}>{outcome === "unreached" ? t("trace.unreached") : known ? t(`trace.results.${known}`) : step.result}</span>
            </div>
            {step.rule && <ul className={styles.tree}><Condition node={step.rule} /></ul>}
            {flip && <p className={styles.flip}>{t(flip.wanted ? "trace.flip" : "trace.flipNot")} <code dir="ltr">{flip.text}</code>{flip.values.length > 0 && <> · {flip.values.map((value) => <Found key={value.text} value={value} />)}</>}</p>}
            {step.bucket !== undefined && <p className={styles.why}>{t("trace.bucket", { bucket: (step.bucket / 1000).toFixed(1) })}</p>}
          </li>
        );
      })}
    </ol>
  );
}

/** Condition is one condition, with the values that it found, and the conditions that it is made of. */
function Condition({ node }: { node: Node }): ReactElement {
  const { t } = useTranslation("preview");
  const isTrue = node.outcome === "true";
  const parts = conditionsOf(node);
  return (
    <li>
      <div className={styles.node}>
        <span className={isTrue ? styles.yes : styles.no}><Icon name={isTrue ? "check" : node.outcome === "unknown" ? "info" : "close"} size={15} /></span>
        <span>
          <code dir="ltr" className={isTrue ? styles.yes : styles.no}>{node.text}</code> <small>{isTrue ? t("trace.true") : node.outcome === "unknown" ? t("trace.unknown") : t("trace.false")}{node.note && ` · ${node.note}`}</small>
          {valuesOf(node).map((value) => <small key={value.text}> · <Found value={value} /></small>)}
        </span>
      </div>
      {parts.length > 0 && <ul className={styles.tree}>{parts.map((part, at) => <Condition key={at} node={part} />)}</ul>}
    </li>
  );
}

function Found({ value: { text, value, note } }: { value: Value }): ReactElement {
  const { t } = useTranslation("preview");
  return value === undefined || value === null ? <span>{note ?? t("trace.missing", { name: text })}</span> : <span>{t("trace.is", { name: text })} <b dir="auto">{written(value)}</b></span>;
}

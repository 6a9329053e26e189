import { Link } from "@tanstack/react-router";
import { useState, type ReactElement, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../components/Icon";
import styles from "./changes.module.css";
import { diff, written } from "./diff";
import { sentencesOf, type Changed, type Sentence } from "./sentences";

const kinds = ["flag", "segment", "content", "content_type", "attribute", "group", "event", "list", "model", "setting"] as const;

/** kindOf is the name of a kind in the texts. */
export function kindOf(kind: string): (typeof kinds)[number] | undefined {
  return kinds.find((one) => one === kind);
}

/** ChangeCard says in words what happens to a definition; what exactly is written differently is folded away. */
export function ChangeCard({ env, change, aside }: { env: string; change: Changed; aside?: ReactNode }): ReactElement {
  const { t } = useTranslation("changes");
  const { kind, key, action } = change;
  const sentences = sentencesOf(change);
  const known = kindOf(kind);
  // The sentences bring what their texts ask for; that is more than types can follow.
  const said = (sentence: Sentence): string => (t as (key: string, parts: Record<string, string>) => string)(`sentences.${sentence.text}`, sentence.with);
  return (
    <article className={styles.change}>
      <header className={styles.head}>
        <span className={styles.action} data-action={action}>{t(`actions.${action}`)}</span>
        <h3><span className={styles.soft}>{known ? t(`kinds.${known}`) : kind}</span> <Name env={env} kind={kind} name={key} isThere={action !== "delete"} /></h3>
        {aside}
      </header>
      {sentences.length > 0 && (
        <ul className={styles.sentences}>
          {sentences.map((sentence, at) => <li key={at}>{said(sentence)}</li>)}
        </ul>
      )}
      <Difference before={change.before} after={change.after} />
    </article>
  );
}

function Name({ env, kind, name, isThere }: { env: string; kind: string; name: string; isThere: boolean }): ReactElement {
  if (isThere && kind === "flag") return <Link to="/$env/flags/$key" params={{ env, key: name }}>{name}</Link>;
  if (isThere && kind === "segment") return <Link to="/$env/segments/$key" params={{ env, key: name }} search={{}}>{name}</Link>;
  return <>{name}</>;
}

/** Difference unfolds what is written differently, line by line. */
export function Difference({ before, after }: { before: unknown; after: unknown }): ReactElement {
  const { t } = useTranslation("changes");
  const [isOpen, setOpen] = useState(false);
  return (
    <div>
      <button type="button" className={styles.fold} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <Icon name={isOpen ? "down" : "forward"} size={16} />{t("details")}
      </button>
      {isOpen && (
        <pre className={styles.diff} tabIndex={0} aria-label={t("details")}>
          {diff(written(before), written(after)).map(({ side, text }, at) => (
            <span key={at} data-side={side}>{{ both: "  ", before: "− ", after: "+ " }[side]}{text}{"\n"}</span>
          ))}
        </pre>
      )}
    </div>
  );
}

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
  const { kind, action } = change;
  const sentences = sentencesOf(change);
  const known = kindOf(kind);
  // The sentences bring what their texts ask for; that is more than types can follow.
  const said = (sentence: Sentence): string => (t as (key: string, parts: Record<string, string>) => string)(`sentences.${sentence.text}`, sentence.with);
  return (
    <article className={styles.change}>
      <header className={styles.head}>
        <span className={styles.action} data-action={action}>{t(`actions.${action}`)}</span>
        <h3><span className={styles.soft}>{known ? t(`kinds.${known}`) : kind}</span> <Name env={env} change={change} /></h3>
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

/** pages are where other kinds have theirs. */
const pages: Record<string, "/$env/content/$key" | "/$env/settings/attributes/$key" | "/$env/settings/lists/$key" | "/$env/events/declared/$key" | undefined> = {
  content: "/$env/content/$key", attribute: "/$env/settings/attributes/$key", list: "/$env/settings/lists/$key", event: "/$env/events/declared/$key",
};

/** Name leads to the page of what is changed, where it has one. */
function Name({ env, change: { kind, key, action, after } }: { env: string; change: Changed }): ReactElement {
  if (action === "delete") return <>{key}</>;
  const isSlot = typeof after === "object" && after !== null && "type" in after && after.type === "content";
  if (kind === "flag") return <Link to={isSlot ? "/$env/slots/$key" : "/$env/flags/$key"} params={{ env, key }}>{key}</Link>;
  if (kind === "segment") return <Link to="/$env/segments/$key" params={{ env, key }} search={{}}>{key}</Link>;
  const to = pages[kind];
  return to ? <Link to={to} params={{ env, key }}>{key}</Link> : <>{key}</>;
}

/** Difference unfolds what is written differently, line by line. */
export function Difference({ before, after, label }: { before: unknown; after: unknown; label?: string }): ReactElement {
  const { t } = useTranslation("changes");
  const [isOpen, setOpen] = useState(false);
  return (
    <div>
      <button type="button" className={styles.fold} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <Icon name={isOpen ? "down" : "forward"} size={16} />{label ?? t("details")}
      </button>
      {isOpen && (
        <pre className={styles.diff} tabIndex={0} aria-label={label ?? t("details")}>
          {diff(written(before), written(after)).map(({ side, text }, at) => (
            <span key={at} data-side={side}>{{ both: "  ", before: "− ", after: "+ " }[side]}{text}{"\n"}</span>
          ))}
        </pre>
      )}
    </div>
  );
}

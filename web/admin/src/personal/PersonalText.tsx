import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useRef, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../components/Icon";
import styles from "./personal.module.css";
import { tellableQuery } from "./queries";
import type { Tag } from "./tags";
import type { Writing } from "./editor/TagText";

const TagText = lazy(() => import("./editor/TagText"));
const TagDialog = lazy(() => import("./TagDialog"));

interface PersonalTextProps {
  env: string;
  value: string;
  label: string;
  lang: string;
  /** What stands there while nothing is typed. */
  hint?: string | undefined;
  describedBy?: string;
  isLine?: boolean;
  isMarkdown?: boolean;
  isWrong?: boolean;
  change: (text: string) => void;
  blur: () => void;
}

/** The part of the text that a dialogue is about; undefined at the cursor. */
interface Opened {
  tag: Tag | undefined;
  over?: { from: number; to: number };
}

/** PersonalText edits a text that may hold personal values: they are chips, each with what is said where the value is missing. */
export function PersonalText({ env, value, label, lang, hint = "", describedBy, isLine = false, isMarkdown = false, isWrong, change, blur }: PersonalTextProps): ReactElement {
  const { t } = useTranslation("content");
  const writing = useRef<Writing>(null);
  const [opened, setOpened] = useState<Opened>();
  useQuery(tellableQuery(env)); // the dialogue opens at once
  const person = (
    <button type="button" className={`${styles.tool} ${styles.person}`} aria-label={`${t("tag.insert")}: ${label}`} title={t("tag.insert")} onClick={() => setOpened({ tag: undefined })}>
      <Icon name="person" size={17} />
    </button>
  );
  const marks: [string, string, string][] = [["B", t("mark.bold"), "**"], ["I", t("mark.italic"), "_"]];
  return (
    <div className={styles.box} data-wrong={isWrong || undefined}>
      {isMarkdown && (
        <div className={styles.tools}>
          {marks.map(([sign, name, mark]) => (
            <button key={sign} type="button" className={styles.tool} aria-label={`${name}: ${label}`} title={name} onClick={() => writing.current?.wrap(mark, mark)}>
              {sign === "B" ? <b>B</b> : <i>I</i>}
            </button>
          ))}
          <button type="button" className={styles.tool} aria-label={`${t("mark.link")}: ${label}`} title={t("mark.link")} onClick={() => writing.current?.wrap("[", "](https://)")}><Icon name="link" size={17} /></button>
          <button type="button" className={styles.tool} aria-label={`${t("mark.list")}: ${label}`} title={t("mark.list")} onClick={() => writing.current?.insert("\n- ")}><Icon name="list" size={17} /></button>
          {person}
        </div>
      )}
      <div className={styles.row}>
        <Suspense fallback={<div className={styles.waiting} dir="auto">{value}</div>}>
          <TagText
            value={value} label={label} lang={lang} hint={hint} isLine={isLine} writing={writing} change={change} blur={blur} {...(describedBy && { describedBy })}
            open={(tag, from, to) => setOpened({ tag, over: { from, to } })} name={(tag) => t("tag.chip", { name: tag.attribute, fallback: tag.fallback })}
          />
        </Suspense>
        {!isMarkdown && person}
      </div>
      <Suspense>
        {opened && (
          <TagDialog
            env={env} tag={opened.tag} close={() => setOpened(undefined)}
            put={(text) => {
              setOpened(undefined);
              setTimeout(() => writing.current?.insert(text, opened.over)); // the dialogue gives the focus back first
            }}
          />
        )}
      </Suspense>
    </div>
  );
}

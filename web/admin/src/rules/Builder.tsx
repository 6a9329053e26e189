import { ActionIcon, Button } from "@mantine/core";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../components/Icon";
import { count } from "../texts/formats";
import { Choose } from "./Choose";
import { EventParts } from "./EventParts";
import { say, sayingOf, sayings, subjectOf, type Subject } from "./form";
import type { Condition, Form, Size, Vocabulary } from "./queries";
import styles from "./rules.module.css";
import { SubjectChoice } from "./SubjectChoice";
import { ValueField } from "./ValueField";

interface Built {
  form: Form;
  vocabulary: Vocabulary;
  change: (form: Form) => void;
  /** How many people each condition keeps, where that is known. */
  counts?: Size["conditions"] | undefined;
}

/** Builder says a rule in sentences. What no sentence can say is a card, and is kept. */
export function Builder({ form, vocabulary, change, counts }: Built): ReactElement {
  const { t } = useTranslation("rules");
  const { match, conditions } = form;
  const [isAdding, setAdding] = useState(false);
  const put = (at: number, condition: Condition): void => change({ match, conditions: conditions.with(at, condition) });
  const remove = (at: number): void => change({ match, conditions: conditions.toSpliced(at, 1) });
  const add = (condition: Condition): void => change({ match, conditions: [...conditions, condition] });
  const own = counts?.filter(({ id }) => !id.includes(".")); // those of groups have longer ids
  const counted = own?.length === conditions.length ? own : undefined;
  return (
    <div className={styles.form}>
      {conditions.length > 1 && (
        <div className={styles.match}>
          {t("matchBefore")}
          <Choose label={t("match")} value={match} options={[{ value: "all", text: t("all") }, { value: "any", text: t("any") }]} choose={(next) => change({ match: next, conditions })} />
          {t("matchAfter")}
        </div>
      )}
      {conditions.length === 0 && !isAdding && <p className={styles.everybody}><strong>{t("everybody")}</strong>{t("everybodyText")}</p>}
      {conditions.map((condition, at) => (
        <Sentence
          key={condition.id} joint={at > 0 ? t(match === "all" ? "and" : "or") : undefined} condition={condition} vocabulary={vocabulary}
          change={(next) => put(at, next)} remove={() => remove(at)} counts={counted?.[at]}
        />
      ))}
      {isAdding && (
        <div className={styles.row}>
          <SubjectChoice vocabulary={vocabulary} opened choose={(subject) => { setAdding(false); add(firstSentence(subject, vocabulary)); }} />
          <ActionIcon variant="subtle" color="gray" aria-label={t("remove", { text: "" })} onClick={() => setAdding(false)}><Icon name="close" size={18} /></ActionIcon>
        </div>
      )}
      <div className={styles.adds}>
        <Button variant="default" size="sm" leftSection={<Icon name="plus" size={16} />} onClick={() => setAdding(true)}>{t("add")}</Button>
        <Button variant="subtle" size="sm" onClick={() => add(newGroup(match))}>{t("addGroup")}</Button>
      </div>
    </div>
  );
}

/** firstSentence is what a condition about a subject begins as. */
function firstSentence(subject: Subject, vocabulary: Vocabulary): Condition {
  const [first] = sayings(subject, vocabulary);
  if (!first) throw new Error(`nothing can be said about ${subject.kind} ${subject.key}`);
  return say(subject, first, vocabulary);
}

let groups = 0;

/** newGroup is joined the other way than what it stands in: that is what groups are for. */
function newGroup(match: Form["match"]): Condition {
  return { id: `group-${++groups}`, kind: "group", not: false, text: "", match: match === "all" ? "any" : "all", conditions: [] };
}

interface Spoken {
  joint: string | undefined;
  condition: Condition;
  vocabulary: Vocabulary;
  change: (condition: Condition) => void;
  remove: () => void;
  counts: NonNullable<Size["conditions"]>[number] | undefined;
}

function Sentence({ joint, condition, vocabulary, change, remove, counts }: Spoken): ReactElement {
  const { t } = useTranslation("rules");
  const joined = joint && <div className={styles.joint}>{joint}</div>;
  const label = condition.kind === "group" ? t("removeGroup") : t("remove", { text: condition.text || condition.attribute || condition.event || condition.key || "" });
  const off = <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={remove}><Icon name="close" size={18} /></ActionIcon>;
  if (condition.kind === "group" && !condition.not) {
    const inner: Form = { match: condition.match ?? "all", conditions: condition.conditions ?? [] };
    return (
      <>
        {joined}
        <div className={styles.group}>
          <div className={styles.corner}>{off}</div>
          <Builder form={inner} vocabulary={vocabulary} change={(next) => change({ ...condition, ...next })} />
        </div>
      </>
    );
  }
  return (
    <>
      {joined}
      <div className={styles.row}>
        <Words condition={condition} vocabulary={vocabulary} change={change} />
        {off}
        {counts && <div className={styles.counts}><span>{t("only", { shown: count(counts.members) })}</span><span>{t("without", { shown: count(counts.without) })}</span></div>}
      </div>
    </>
  );
}

/** Words are the parts of a sentence, or the card of what is none. */
function Words({ condition, vocabulary, change }: Pick<Spoken, "condition" | "vocabulary" | "change">): ReactElement {
  const { t } = useTranslation("rules");
  const subject = subjectOf(condition);
  const saying = sayingOf(condition, vocabulary);
  if (!subject || !saying) {
    return <div className={styles.card}><small>{t("card")}</small><code>{condition.not ? `not (${condition.text})` : condition.text}</code><small>{t("cardHint")}</small></div>;
  }
  const all = sayings(subject, vocabulary);
  const word = (one: (typeof all)[number]): string => (condition.kind === "event" ? t(`eventWords.${one.word as "more"}`) : t(`words.${one.word}`));
  const speak = (text: string): void => {
    const next = all.find((one) => one.word === text);
    if (next) change(say(subject, next, vocabulary, condition));
  };
  return (
    <div className={styles.parts}>
      <SubjectChoice vocabulary={vocabulary} value={subject} choose={(next) => change({ ...firstSentence(next, vocabulary), id: condition.id })} />
      <Choose label={t("comparison")} value={saying.word} options={all.map((one) => ({ value: one.word, text: word(one) }))} choose={speak} />
      {condition.kind === "event"
        ? <EventParts condition={condition} vocabulary={vocabulary} change={change} />
        : <ValueField condition={condition} saying={saying} subject={subject} vocabulary={vocabulary} change={change} />}
    </div>
  );
}

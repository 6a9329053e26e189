import { ActionIcon, Button, NumberInput, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useCallback, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Card } from "../../components/Card";
import { Icon } from "../../components/Icon";
import { Loading } from "../../components/Loading";
import { vocabularyQuery } from "../../rules/queries";
import { useRule } from "../../rules/useRule";
import { moment } from "../../texts/formats";
import { instant, localTime } from "../../texts/times";
import { free, moved, percent, renameEntry, served, set, whole, type Entry, type FlagDefinition } from "./definition";
import type { Update } from "./Flag";
import styles from "./Flags.module.css";
import { ServeField } from "./ServeField";
import { useOrder } from "./useOrder";

// Rules are edited one at a time, and not by everybody who looks at a flag.
const WhenField = lazy(() => import("./WhenField"));

interface Props {
  env: string;
  name: string;
  value: FlagDefinition;
  update: Update;
  flush: () => void;
  /** The names of the entries that are published. */
  published: readonly string[];
}

/** withEntry changes one entry of a flag. */
function withEntry(flag: FlagDefinition, at: number, change: (entry: Entry) => Entry): FlagDefinition {
  return { ...flag, targeting: (flag.targeting ?? []).map((entry, other) => (other === at ? change(entry) : entry)) };
}

/** Targeting is who gets what: the first rule that is true for somebody decides. */
export function Targeting({ env, name, value, update, flush, published }: Props): ReactElement {
  const { t } = useTranslation("flags");
  const entries = value.targeting ?? [];
  const called = (at: number): string => entries[at]?.name ?? t("unnamed", { number: at + 1 });
  const order = useOrder(entries.length, called, (from, to) => update((flag) => ({ ...flag, targeting: moved(flag.targeting ?? [], from, to) })));
  const [open, setOpen] = useState<readonly string[]>([]);
  const add = (): void => {
    update((flag) => {
      const before = flag.targeting ?? [];
      const serve = Object.keys(flag.variants)[0] ?? "";
      return { ...flag, targeting: [...before, { name: free(t("newRule"), before.flatMap((entry) => entry.name ?? [])), when: "", serve }] };
    });
    setJustAdded(entries.length);
  };
  const [justAdded, setJustAdded] = useState<number>();
  const fresh = justAdded === undefined ? undefined : order.ids[justAdded];
  if (fresh !== undefined) {
    setJustAdded(undefined);
    setOpen((all) => [...all, fresh]);
  }
  const remove = (at: number): void => {
    order.removed(at);
    update((flag) => set(flag, "targeting", (flag.targeting ?? []).filter((_, other) => other !== at)));
  };
  return (
    <Card title={t("targeting")} aside={<Button size="sm" variant="default" leftSection={<Icon name="plus" size={16} />} onClick={add}>{t("addRule")}</Button>}>
      <p className={styles.soft}>{entries.length > 0 ? t("targetingHint") : t("noTargeting")}</p>
      <ol className={styles.entries}>
        {entries.map((entry, at) => {
          const id = order.ids[at] ?? "";
          const isOpen = open.includes(id);
          return (
            <li key={id} className={styles.entry} data-open={isOpen || undefined} {...order.row(at)}>
              <header className={styles.entryHead}>
                <span className={styles.number}>{at + 1}</span>
                <button type="button" className={styles.summary} aria-expanded={isOpen} onClick={() => setOpen((all) => (isOpen ? all.filter((other) => other !== id) : [...all, id]))}>
                  <strong>{called(at)}</strong>
                  <code>{entry.when?.trim() || t("noRule")}</code>
                  <Outcome entry={entry} names={Object.keys(value.variants)} />
                </button>
                <span className={styles.tail}>
                  {order.buttons(at)}
                  <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t("removeRule", { name: called(at) })} onClick={() => remove(at)}><Icon name="trash" size={18} /></ActionIcon>
                </span>
              </header>
              {isOpen && <EntryFields env={env} flag={name} at={at} entry={entry} value={value} update={update} flush={flush} published={published} />}
            </li>
          );
        })}
      </ol>
      {order.announcement}
    </Card>
  );
}

/** Outcome says in short what an entry gives, to whom of those who match, and when. */
export function Outcome({ entry, names }: { entry: Entry; names: readonly string[] }): ReactElement {
  const { t } = useTranslation("flags");
  const gets = served(entry.serve);
  return (
    <span className={styles.chips}>
      {gets.map(([name, weight]) => <span key={name} className={styles.chip}><i data-hue={Math.max(0, names.indexOf(name)) % 6} />{name}{weight < whole && ` ${String(percent(weight))} %`}</span>)}
      {entry.coverage !== undefined && entry.coverage < whole && <span className={styles.chip}>{t("ofThem", { share: percent(entry.coverage) })}</span>}
      {entry.start && <span className={styles.chip}>{t("from", { at: moment(entry.start) })}</span>}
      {entry.end && <span className={styles.chip}>{t("until", { at: moment(entry.end) })}</span>}
    </span>
  );
}

interface Fields extends Props {
  flag: string;
  at: number;
  entry: Entry;
}

function EntryFields({ env, flag: key, at, entry, value, update, flush, published }: Omit<Fields, "name">): ReactElement {
  const { t } = useTranslation("flags");
  const change = useCallback((make: (entry: Entry) => Entry) => update((flag) => withEntry(flag, at, make)), [update, at]);
  const write = useCallback((when: string) => change((one) => ({ ...one, when })), [change]);
  const rule = useRule(env, entry.when ?? "", write);
  return (
    <div className={styles.entryBody}>
      <TextInput label={t("ruleName")} value={entry.name ?? ""} onChange={(event) => { const to = event.currentTarget.value; change((one) => renameEntry(key, one, to, published)); }} maxLength={100} />
      <Suspense fallback={<Loading rows={3} />}><WhenField env={env} rule={rule} blur={flush} /></Suspense>
      <div>
        <h3 className={styles.small}>{t("get")}</h3>
        <ServeField label={entry.name ?? String(at + 1)} names={Object.keys(value.variants)} serve={entry.serve} change={(serve) => serve !== undefined && change((one) => ({ ...one, serve }))} />
      </div>
      <details className={styles.more} open={entry.coverage !== undefined || entry.by !== undefined || entry.start !== undefined || entry.end !== undefined || undefined}>
        <summary>{t("more")}</summary>
        <div className={styles.grid}>
          <NumberInput
            label={t("coverage")} description={t("coverageHint")} min={0} max={100} decimalScale={3} suffix=" %" hideControls value={percent(entry.coverage ?? whole)}
            onChange={(next) => typeof next === "number" && change((one) => set(one, "coverage", next >= 100 ? undefined : Math.round(next * 1000)))}
          />
          <By env={env} by={entry.by} change={(by) => change((one) => set(one, "by", by))} />
          <TextInput type="datetime-local" label={t("begin")} value={localTime(entry.start)} onChange={(event) => { const at = instant(event.currentTarget.value); change((one) => set(one, "start", at)); }} />
          <TextInput type="datetime-local" label={t("end")} value={localTime(entry.end)} onChange={(event) => { const at = instant(event.currentTarget.value); change((one) => set(one, "end", at)); }} />
        </div>
      </details>
    </div>
  );
}

/** By chooses what keeps somebody's share: the same person gets the same again. */
function By({ env, by, change }: { env: string; by: string | undefined; change: (by: string | undefined) => void }): ReactElement {
  const { t } = useTranslation("flags");
  const attributes = useQuery(vocabularyQuery(env)).data?.attributes.filter(({ type }) => type === "string" || type === "number").map(({ name }) => name) ?? [];
  const all = by !== undefined && by !== "person" && by !== "targetingKey" && !attributes.includes(by) ? [...attributes, by] : attributes;
  return (
    <label className={styles.field}>
      <span>{t("by")}</span>
      <small>{t("byHint")}</small>
      <select className={styles.select} value={by ?? "targetingKey"} onChange={(event) => change(event.currentTarget.value === "targetingKey" ? undefined : event.currentTarget.value)}>
        <option value="targetingKey">{t("byKey")}</option>
        <option value="person">{t("byPerson")}</option>
        {all.map((name) => <option key={name}>{name}</option>)}
      </select>
    </label>
  );
}

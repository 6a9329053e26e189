import { ActionIcon, Button, NumberInput, Switch, TextInput } from "@mantine/core";
import { useState, type KeyboardEvent, type PointerEvent, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../../components/Icon";
import { instantOf, localOf } from "../content/times";
import { Audience } from "./Audience";
import { CapField } from "./CapField";
import { all, entriesOf, percent, renamed, set, shareOf, variantsOf, type Experience, type Slot } from "./domain";
import { Shows } from "./Shows";
import styles from "./Slots.module.css";
import type { Editing, Note } from "./useSlot";

interface ExperienceCardProps {
  editing: Editing;
  experience: Experience;
  at: number;
  notes: readonly Note[];
  dragged: { from: number; to: number } | undefined;
  drag: (dragged: { from: number; to: number } | undefined) => void;
  change: (experience: Experience, slot?: Slot) => void;
  move: (to: number) => void;
  remove: () => void;
}

/** ExperienceCard is one line of who sees what. */
export function ExperienceCard({ editing, experience, at, notes, dragged, drag, change, move, remove }: ExperienceCardProps): ReactElement {
  const { t } = useTranslation("slots");
  const { env, name: slot } = editing;
  const [isOpen, setOpen] = useState(false);
  const name = experience.name ?? t("nth", { place: at + 1 });
  const over = dragged && dragged.to === at && dragged.from !== at ? (dragged.from < at ? "after" : "before") : undefined;
  return (
    <li className={styles.experience} data-experience data-dragged={dragged?.from === at || undefined} data-over={over}>
      <div className={styles.experienceHead}>
        <Handle at={at} name={name} drag={drag} dragged={dragged} move={move} />
        <span className={styles.place}>{at + 1}</span>
        <TextInput className={styles.title ?? ""} variant="unstyled" aria-label={t("nameOf", { place: at + 1 })} defaultValue={experience.name ?? ""} placeholder={name} maxLength={200} dir="auto"
          onBlur={(event) => { const next = event.currentTarget.value.trim(); if (next && next !== experience.name) change(renamed(experience, slot, next)); }} />
        <ActionIcon variant="subtle" color="gray" aria-label={t("remove", { name })} onClick={remove}><Icon name="trash" size={18} /></ActionIcon>
      </div>
      {notes.map((note) => <p key={note.text} className={styles.note} data-wrong={note.isProblem || undefined} role="status"><Icon name="warning" size={17} />{note.text}</p>)}
      <div className={styles.halves}>
        <div>
          <h3 className={styles.half}>{t("who")}</h3>
          <Audience env={env} label={`${name}: ${t("who")}`} when={experience.when} change={(when) => change(set(experience, "when", when))} blur={editing.change.flush} />
          <Badges experience={experience} />
        </div>
        <div>
          <h3 className={styles.half}>{t("what")}</h3>
          <Shows editing={editing} label={name} serve={experience.serve} change={(serve, within) => change({ ...experience, serve }, within)} />
        </div>
      </div>
      <Button size="compact-sm" variant="subtle" aria-expanded={isOpen} aria-label={`${t("more.title")}: ${name}`} leftSection={<span className={isOpen ? styles.turned : undefined}><Icon name="down" size={15} /></span>} onClick={() => setOpen(!isOpen)}>{t("more.title")}</Button>
      {isOpen && <More editing={editing} experience={experience} name={name} change={change} />}
    </li>
  );
}

/** Handle moves an experience: by dragging, or with the arrow keys. */
function Handle({ at, name, drag, dragged, move }: Pick<ExperienceCardProps, "at" | "drag" | "dragged" | "move"> & { name: string }): ReactElement {
  const { t } = useTranslation("slots");
  const press = (event: KeyboardEvent<HTMLButtonElement>): void => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const handle = event.currentTarget;
    move(at + step);
    requestAnimationFrame(() => handle.focus()); // the card has another place, and keeps the focus
  };
  const follow = (event: PointerEvent<HTMLButtonElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const cards = [...(event.currentTarget.closest("ol")?.querySelectorAll<HTMLElement>("[data-experience]") ?? [])];
    const to = cards.findIndex((card) => event.clientY < card.getBoundingClientRect().bottom);
    drag({ from: at, to: to < 0 ? cards.length - 1 : to });
  };
  const begin = (event: PointerEvent<HTMLButtonElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    drag({ from: at, to: at });
  };
  const end = (): void => {
    if (dragged && dragged.from === at) move(dragged.to);
    drag(undefined);
  };
  return <button type="button" className={styles.handle} aria-label={t("move", { name })} title={t("moveHint")} onKeyDown={press} onPointerDown={begin} onPointerMove={follow} onPointerUp={end} onPointerCancel={() => drag(undefined)}><Icon name="grip" size={20} /></button>;
}

/** Badges are the settings that differ from the usual, in few words. */
function Badges({ experience }: { experience: Experience }): ReactElement | null {
  const { t } = useTranslation("slots");
  const { cap, coverage, hold, holdout, uncapped, rank, exclusive, start, end } = experience;
  const badges = [
    cap && `${t("cap.atMost")} ${cap.times} ${t("cap.timesWord", { count: cap.times })} ${cap.per === "1d" || cap.per === "7d" || cap.per === "30d" ? t(`cap.per.${cap.per}`) : cap.per ? t("cap.within", { length: cap.per }) : t("cap.ever")}`,
    coverage !== undefined && t("badge.coverage", { part: percent(coverage) }), hold && t("badge.hold"), holdout !== undefined && t("badge.holdout", { part: percent(holdout) }),
    uncapped && t("badge.uncapped"), rank && t("badge.rank"), exclusive && t("badge.exclusive", { group: exclusive.group }), (start ?? end) && t("badge.season"),
  ].filter((one): one is string => Boolean(one));
  return badges.length === 0 ? null : <div className={styles.badges}>{badges.map((text) => <span key={text} className={styles.badge}>{text}</span>)}</div>;
}

/** More is what few experiences need. */
function More({ editing, experience, name, change }: { editing: Editing; experience: Experience; name: string; change: (experience: Experience) => void }): ReactElement {
  const { t } = useTranslation("slots");
  const { flush } = editing.change;
  const several = [...new Set(variantsOf(experience.serve).flatMap((variant) => entriesOf(editing.slot, variant)))];
  const part = (key: "coverage" | "holdout", usual: number) => (value: number | string): void => change(set(experience, key, typeof value === "number" && shareOf(value) !== usual ? shareOf(value) : undefined));
  const { exclusive } = experience;
  return (
    <div className={styles.more} role="group" aria-label={`${t("more.title")}: ${name}`}>
      <CapField label={t("cap.entry")} cap={experience.cap} change={(cap) => change(set(experience, "cap", cap))} />
      <div className={styles.pair}>
        <TextInput type="datetime-local" label={t("more.from")} value={localOf(experience.start)} onBlur={flush} onChange={(event) => change(set(experience, "start", instantOf(event.currentTarget.value)))} />
        <TextInput type="datetime-local" label={t("more.until")} value={localOf(experience.end)} onBlur={flush} onChange={(event) => change(set(experience, "end", instantOf(event.currentTarget.value)))} />
        <NumberInput label={t("more.coverage")} description={t("more.coverageHint")} suffix=" %" min={0} max={100} decimalScale={3} value={percent(experience.coverage ?? all)} onChange={part("coverage", all)} />
        <NumberInput label={t("more.holdout")} description={t("more.holdoutHint")} suffix=" %" min={0} max={100} decimalScale={3} value={percent(experience.holdout ?? 0)} onChange={part("holdout", 0)} />
      </div>
      <Switch label={t("more.hold")} description={t("more.holdHint")} checked={experience.hold === "session"} onChange={(event) => change(set(experience, "hold", event.currentTarget.checked ? "session" : undefined))} />
      <Switch label={t("more.uncapped")} description={t("more.uncappedHint")} checked={experience.uncapped === true} onChange={(event) => change(set(experience, "uncapped", event.currentTarget.checked || undefined))} />
      <div>
        <Switch label={t("more.exclusive")} description={t("more.exclusiveHint")} checked={exclusive !== undefined} onChange={(event) => change(set(experience, "exclusive", event.currentTarget.checked ? { group: t("more.groupExample"), from: 0, to: all / 2 } : undefined))} />
        {exclusive && (
          <div className={styles.pair}>
            <TextInput label={t("more.group")} value={exclusive.group} onBlur={flush} onChange={(event) => change({ ...experience, exclusive: { ...exclusive, group: event.currentTarget.value } })} />
            <NumberInput label={t("more.groupFrom")} suffix=" %" min={0} max={100} decimalScale={3} value={percent(exclusive.from)} onChange={(from) => typeof from === "number" && change({ ...experience, exclusive: { ...exclusive, from: shareOf(from) } })} />
            <NumberInput label={t("more.groupTo")} suffix=" %" min={0} max={100} decimalScale={3} value={percent(exclusive.to)} onChange={(to) => typeof to === "number" && change({ ...experience, exclusive: { ...exclusive, to: shareOf(to) } })} />
          </div>
        )}
      </div>
      {several.length > 1 && (
        <div>
          <Switch label={t("more.rank")} description={t("more.rankHint")} checked={experience.rank !== undefined} onChange={(event) => change(set(experience, "rank", event.currentTarget.checked ? Object.fromEntries(several.map((entry, at) => [entry, several.length - at])) : undefined))} />
          {experience.rank && several.map((entry) => (
            <TextInput key={entry} className={styles.code ?? ""} mt="sm" label={entry} dir="ltr" value={String(experience.rank?.[entry] ?? "")} onBlur={flush} onChange={(event) => change({ ...experience, rank: ranked(experience.rank ?? {}, entry, event.currentTarget.value) })} />
          ))}
        </div>
      )}
    </div>
  );
}

/** ranked puts a formula, or a number, into a ranking. */
function ranked(rank: Record<string, string | number>, entry: string, text: string): Record<string, string | number> {
  const { [entry]: _, ...rest } = rank;
  if (text.trim() === "") return rest;
  return { ...rest, [entry]: /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text };
}

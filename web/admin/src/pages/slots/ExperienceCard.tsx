import { ActionIcon, Button, TextInput } from "@mantine/core";
import { lazy, Suspense, useState, type KeyboardEvent, type PointerEvent, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../../components/Icon";
import { Loading } from "../../components/Loading";
import { Audience } from "./Audience";
import { percent, renamed, set, type Experience, type Slot } from "./domain";
import styles from "./Slots.module.css";
import type { Editing, Note } from "./useSlot";

const Shows = lazy(() => import("./Shows"));
const More = lazy(() => import("./More"));

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
          <h2 className={styles.half}>{t("who")}</h2>
          <Audience env={env} label={`${name}: ${t("who")}`} when={experience.when} change={(when) => change(set(experience, "when", when))} blur={editing.change.flush} />
          <Badges experience={experience} />
        </div>
        <div>
          <h2 className={styles.half}>{t("what")}</h2>
          <Suspense fallback={<Loading rows={2} />}><Shows editing={editing} label={name} serve={experience.serve} change={(serve, within) => change({ ...experience, serve }, within)} /></Suspense>
        </div>
      </div>
      <Button size="compact-sm" variant="subtle" aria-expanded={isOpen} aria-label={`${t("more.title")}: ${name}`} leftSection={<span className={isOpen ? styles.turned : undefined}><Icon name="down" size={15} /></span>} onClick={() => setOpen(!isOpen)}>{t("more.title")}</Button>
      {isOpen && <Suspense fallback={<Loading rows={3} />}><More editing={editing} experience={experience} name={name} change={change} /></Suspense>}
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

import { ActionIcon } from "@mantine/core";
import { useRef, useState, type DragEvent, type KeyboardEvent, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../../components/Icon";
import { moved } from "./definition";
import styles from "./Flags.module.css";

let made = 0;
const fresh = (): string => `row-${String(++made)}`;

/** Order is a list whose rows can be put into another order, with the pointer or with keys. */
export interface Order {
  /** ids stay with their rows, so that what is open in one stays in it. */
  ids: readonly string[];
  row: (at: number) => { onDragOver: (event: DragEvent) => void; onDrop: (event: DragEvent) => void; "data-over": true | undefined };
  /** buttons are the handle, and the ways up and down. */
  buttons: (at: number) => ReactElement;
  removed: (at: number) => void;
  /** What screen readers are told of a move. */
  announcement: ReactElement;
}

/** useOrder keeps track of rows that change places. */
export function useOrder(length: number, name: (at: number) => string, move: (from: number, to: number) => void): Order {
  const { t } = useTranslation("flags");
  const ids = useRef<string[]>([]);
  while (ids.current.length < length) ids.current.push(fresh());
  if (ids.current.length > length) ids.current = ids.current.slice(0, length);
  const [dragged, setDragged] = useState<number>();
  const [over, setOver] = useState<number>();
  const [said, setSaid] = useState("");
  const go = (from: number, to: number): void => {
    if (to < 0 || to >= length || from === to) return;
    setSaid(t("movedTo", { name: name(from), place: to + 1, all: length }));
    ids.current = moved(ids.current, from, to);
    move(from, to);
  };
  const press = (at: number) => (event: KeyboardEvent) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    go(at, at + step);
  };
  const drop = (at: number) => (event: DragEvent) => {
    event.preventDefault();
    if (dragged !== undefined) go(dragged, at);
    setDragged(undefined);
    setOver(undefined);
  };
  return {
    ids: ids.current,
    row: (at) => ({
      onDragOver: (event) => {
        if (dragged === undefined) return;
        event.preventDefault();
        setOver(at);
      },
      onDrop: drop(at),
      "data-over": over === at && dragged !== at ? true : undefined,
    }),
    buttons: (at) => (
      <>
        <ActionIcon className={styles.handle} variant="subtle" color="gray" size="lg" disabled={length < 2} draggable={length > 1} aria-label={t("drag", { name: name(at) })} title={t("dragHint")} onKeyDown={press(at)} onDragStart={(event) => { event.dataTransfer.effectAllowed = "move"; event.dataTransfer.setData("text/plain", name(at)); setDragged(at); }} onDragEnd={() => { setDragged(undefined); setOver(undefined); }}><span aria-hidden="true">⠿</span></ActionIcon>
        <ActionIcon variant="subtle" color="gray" size="lg" disabled={at === 0} aria-label={t("up", { name: name(at) })} onClick={() => go(at, at - 1)}><span className={styles.up}><Icon name="down" size={18} /></span></ActionIcon>
        <ActionIcon variant="subtle" color="gray" size="lg" disabled={at === length - 1} aria-label={t("downTo", { name: name(at) })} onClick={() => go(at, at + 1)}><Icon name="down" size={18} /></ActionIcon>
      </>
    ),
    removed: (at) => {
      ids.current = ids.current.filter((_, other) => other !== at);
    },
    announcement: <span className={styles.hidden} role="status">{said}</span>,
  };
}

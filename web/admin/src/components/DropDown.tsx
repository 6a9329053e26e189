import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactElement, type ReactNode } from "react";
import styles from "./DropDown.module.css";
import { Icon } from "./Icon";

/** Choice is a line of a DropDown; chosen marks the one that holds, among others. */
export interface Choice {
  text: string;
  lang?: string;
  mark?: ReactNode;
  chosen?: boolean;
  /** Whether the list stays open. */
  stays?: boolean;
  choose: () => void;
}

/** Lines is a group of choices under a label. */
export interface Lines {
  label?: string;
  choices: readonly Choice[];
}

interface Button {
  className: string | undefined;
  label: string;
  title?: string | undefined;
  isLive?: boolean;
  children: ReactNode;
}

/** DropDown is a button that opens a list of choices: arrows move, Enter chooses, Esc closes. */
export function DropDown({ button, groups, end }: { button: Button; groups: readonly Lines[]; end?: boolean }): ReactElement {
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const id = useId();
  const items = (): HTMLElement[] => [...(place.current?.querySelectorAll<HTMLElement>("[role^=menuitem]") ?? [])];
  useEffect(() => {
    if (!open) return;
    (items().find((item) => item.getAttribute("aria-checked") === "true") ?? items()[0])?.focus();
    const outside = (event: PointerEvent): void => {
      if (!place.current?.contains(event.target as Node)) setOpen(false);
    };
    addEventListener("pointerdown", outside);
    return () => removeEventListener("pointerdown", outside);
  }, [open]);
  const close = (): void => {
    setOpen(false);
    opener.current?.focus();
  };
  const press = (event: KeyboardEvent): void => {
    if (!open) return;
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === "Escape") close();
    else if (event.key === "Tab") setOpen(false);
    else if (next !== undefined) all[next % all.length]?.focus();
    if (next !== undefined || event.key === "Escape") event.preventDefault();
  };
  return (
    <div className={styles.anchor} ref={place} onKeyDown={press}>
      <button
        type="button" ref={opener} className={button.className} aria-label={button.label} title={button.title} data-live={button.isLive || undefined}
        aria-haspopup="menu" aria-expanded={open} aria-controls={open ? id : undefined} onClick={() => setOpen(!open)}
      >
        {button.children}
      </button>
      {open && (
        <div role="menu" id={id} aria-label={button.label} className={end ? `${styles.list} ${styles.end}` : styles.list}>
          {groups.map((group, at) => (
            <div role="group" key={group.label ?? at} aria-label={group.label}>
              {at > 0 && <div className={styles.line} />}
              {group.label && <div className={styles.label}>{group.label}</div>}
              {group.choices.map((choice) => <Line key={choice.text} choice={choice} close={close} />)}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

function Line({ choice, close }: { choice: Choice; close: () => void }): ReactElement {
  const radio = choice.chosen !== undefined;
  return (
    <button
      type="button" className={styles.item} role={radio ? "menuitemradio" : "menuitem"} aria-checked={radio ? choice.chosen : undefined} tabIndex={-1} lang={choice.lang}
      onClick={() => {
        if (!choice.stays) close();
        choice.choose();
      }}
    >
      {choice.mark}
      <span>{choice.text}</span>
      {choice.chosen && <Icon name="check" size={16} />}
    </button>
  );
}

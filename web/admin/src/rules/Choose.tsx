import type { ReactElement } from "react";
import styles from "./rules.module.css";

/** Option is one of a few things to choose from. */
export interface Option<T extends string> {
  value: T;
  text: string;
}

/** Choose is a short list to choose from, as the system shows it. */
export function Choose<T extends string>({ label, options, value, choose }: { label: string; options: readonly Option<T>[]; value: T; choose: (value: T) => void }): ReactElement {
  return (
    <select className={styles.select} aria-label={label} value={value} onChange={(event) => choose(event.currentTarget.value as T)}>
      {options.map((option) => <option key={option.value} value={option.value}>{option.text}</option>)}
    </select>
  );
}

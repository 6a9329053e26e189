import { useId, type ReactElement, type ReactNode } from "react";
import styles from "./Card.module.css";

/** Card is a sheet on the page, with a heading if it has a title; flush lets a list reach its edges. */
export function Card({ title, aside, flush, children }: { title?: string; aside?: ReactNode; flush?: boolean; children: ReactNode }): ReactElement {
  const id = useId();
  return (
    <section className={flush ? `${styles.card} ${styles.flush}` : styles.card} aria-labelledby={title ? id : undefined}>
      {title && (
        <header className={styles.head}>
          <h2 className={styles.title} id={id}>{title}</h2>
          {aside}
        </header>
      )}
      {children}
    </section>
  );
}

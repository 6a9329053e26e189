import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import styles from "./SubPages.module.css";

interface Props {
  label: string;
  env: string;
  to: "/$env/settings/$part" | "/$env/events/$part";
  current: string;
  pages: readonly { part: string; text: string; count?: number | undefined }[];
}

/** SubPages lead to the parts of a page that has several, each at an address of its own. */
export function SubPages({ label, env, to, current, pages }: Props): ReactElement {
  return (
    <nav className={styles.bar} aria-label={label}>
      {pages.map(({ part, text, count }) => (
        <Link key={part} className={styles.page} to={to} params={{ env, part }} aria-current={part === current ? "page" : undefined}>
          {text}
          {count !== undefined && count > 0 && <span className={styles.count}>{count}</span>}
        </Link>
      ))}
    </nav>
  );
}

import type { ReactElement, ReactNode } from "react";
import { Icon, type IconName } from "./Icon";
import styles from "./states.module.css";

/** Empty says that there is nothing yet, what would be here, and how to begin. */
export function Empty({ icon, title, text, children }: { icon: IconName; title: string; text?: string; children?: ReactNode }): ReactElement {
  return (
    <div className={styles.state}>
      <span className={styles.sign}><Icon name={icon} size={24} /></span>
      <h2 className={styles.title}>{title}</h2>
      {text && <p className={styles.text}>{text}</p>}
      {children && <div className={styles.actions}>{children}</div>}
    </div>
  );
}

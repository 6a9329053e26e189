import { useEffect, type ReactElement, type ReactNode } from "react";
import { Icon } from "./Icon";
import styles from "./Page.module.css";

interface Head {
  title: string;
  about?: ReactNode;
  /** What stands over the title: the way back, made with BackLink. */
  back?: ReactNode;
  /** Buttons beside the title. */
  actions?: ReactNode;
  wide?: boolean;
  children: ReactNode;
}

/** Page is the frame of every page: its title, also of the browser's tab, and its buttons. */
export function Page({ title, about, back, actions, wide, children }: Head): ReactElement {
  useEffect(() => {
    document.title = `${title} – Fingerpost`;
  }, [title]);
  return (
    <div className={wide ? `${styles.page} ${styles.wide}` : styles.page}>
      <header className={styles.head}>
        <div>
          {back}
          <h1 className={styles.title}>{title}</h1>
          {about && <p className={styles.about}>{about}</p>}
        </div>
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** backClass and BackMark make a link to the list that a page belongs to. */
export const backClass = styles.back;
export function BackMark(): ReactElement {
  return <Icon name="forward" size={15} />;
}

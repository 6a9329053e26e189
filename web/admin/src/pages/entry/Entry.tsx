import { useEffect, type ReactElement, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Refusal } from "../../api/refusal";
import { Mark } from "../../components/Icon";
import styles from "./Entry.module.css";

/** Entry is the frame of the pages by which one comes in: a form, and beside it the signpost. */
export function Entry({ title, text, children }: { title: string; text?: string | undefined; children: ReactNode }): ReactElement {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${title} – Fingerpost`;
  }, [title]);
  return (
    <div className={styles.entry}>
      <main className={styles.form}>
        <div className={styles.inner}>
          <div className={styles.brand}><Mark size={34} />Fingerpost</div>
          <header>
            <h1 className={styles.title}>{title}</h1>
            {text && <p className={styles.text}>{text}</p>}
          </header>
          {children}
        </div>
      </main>
      <aside className={styles.scene} aria-hidden="true">
        <p>{t("entry.claim")}</p>
        <svg className={styles.hills} viewBox="0 0 720 150" preserveAspectRatio="none">
          <path d="M0 90c130-70 260-84 390-52s220 10 330-30v142H0z" fill="#fff" opacity=".08" />
          <path d="M0 128c200-44 420-40 720-14v36H0z" fill="#fff" opacity=".09" />
        </svg>
        <Signpost />
      </aside>
    </div>
  );
}

/** Wrong says why a form was refused. */
export function Wrong({ error }: { error: unknown }): ReactElement {
  const message = error instanceof Error ? error.message : String(error);
  return (
    <p className={styles.wrong} role="alert">
      {message}
      {error instanceof Refusal && error.hint && <small>{error.hint}</small>}
    </p>
  );
}

function Signpost(): ReactElement {
  return (
    <svg className={styles.post} viewBox="0 0 460 430">
      <rect x="222" y="24" width="16" height="380" rx="8" fill="#f0d9a8" />
      <g>
        <path d="M120 56h212l44 36-44 36H120z" fill="#fff" />
        <rect x="146" y="80" width="110" height="9" rx="4.5" fill="#0d5f4d" /><rect x="146" y="97" width="70" height="9" rx="4.5" fill="#0d5f4d" opacity=".4" />
      </g>
      <g>
        <path d="M340 146H128l-44 36 44 36h212z" fill="#f0b64a" />
        <rect x="206" y="170" width="108" height="9" rx="4.5" fill="#573604" /><rect x="246" y="187" width="68" height="9" rx="4.5" fill="#573604" opacity=".45" />
      </g>
      <g>
        <path d="M140 236h164l40 31-40 31H140z" fill="#86d3bb" />
        <rect x="164" y="256" width="92" height="8" rx="4" fill="#07493b" /><rect x="164" y="271" width="56" height="8" rx="4" fill="#07493b" opacity=".45" />
      </g>
    </svg>
  );
}

import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { count } from "../texts/formats";
import { draftQuery } from "./draft";
import styles from "./drafts.module.css";

const DraftDrawer = lazy(() => import("./DraftDrawer"));

/** DraftPill is the person's open draft, in the header. */
export function DraftPill({ env }: { env: string }): ReactElement {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const changes = useQuery(draftQuery(env)).data?.changes ?? 0;
  return (
    <>
      <button type="button" className={styles.pill} data-filled={changes > 0 || undefined} onClick={() => setOpen(true)} aria-haspopup="dialog">
        <span className={styles.count}>{count(changes)}</span>
        <span className={styles.wordy}>{changes > 0 ? `${t("draft.one")} · ${t("draft.review")}` : t("draft.none")}</span>
      </button>
      <Suspense>{open && <DraftDrawer env={env} close={() => setOpen(false)} />}</Suspense>
    </>
  );
}

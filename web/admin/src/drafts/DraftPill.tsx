import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { count } from "../texts/formats";
import { draftQuery } from "./draft";
import styles from "./drafts.module.css";

/** DraftPill is the person's open draft, in the header: it leads to where that is reviewed and published. */
export function DraftPill({ env }: { env: string }): ReactElement {
  const { t } = useTranslation();
  const changes = useQuery(draftQuery(env)).data?.changes ?? 0;
  return (
    <Link className={styles.pill} to="/$env/review" params={{ env }} search={{}} data-filled={changes > 0 || undefined}>
      <span className={styles.count}>{count(changes)}</span>
      <span className={styles.wordy}>{changes > 0 ? `${t("draft.one")} · ${t("draft.review")}` : t("draft.none")}</span>
    </Link>
  );
}

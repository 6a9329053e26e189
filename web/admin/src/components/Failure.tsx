import { Button } from "@mantine/core";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Refusal } from "../api/refusal";
import { Icon } from "./Icon";
import styles from "./states.module.css";

/** Failure says why something could not be loaded, and what to do. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }): ReactElement {
  const { t } = useTranslation();
  const refusal = error instanceof Refusal ? error : undefined;
  const title = refusal?.status === 0 ? t("state.unreachable") : refusal?.status === 403 ? t("state.forbidden") : t("state.failed");
  const message = refusal?.status === 0 ? t("state.unreachableHint") : error instanceof Error ? error.message : String(error);
  return (
    <div className={`${styles.state} ${styles.wrong}`} role="alert">
      <span className={styles.sign}><Icon name="warning" size={24} /></span>
      <h2 className={styles.title}>{title}</h2>
      <p className={styles.text}>{message}</p>
      {refusal?.hint && <p className={styles.text}>{refusal.hint}</p>}
      {retry && <div className={styles.actions}><Button variant="default" onClick={retry}>{t("state.retry")}</Button></div>}
    </div>
  );
}

import { Button } from "@mantine/core";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../components/Icon";
import styles from "./drafts.module.css";
import type { Change } from "./useChange";

/** SaveState says whether what was typed is safe, and takes the change back. */
export function SaveState<T>({ change }: { change: Change<T> }): ReactElement | null {
  const { t } = useTranslation();
  if (change.state === "published") return null;
  const texts = { saved: t("draft.saved"), saving: t("draft.saving"), unsaved: t("draft.unsaved"), failed: t("draft.failed"), conflict: t("draft.failed") };
  const wrong = change.state === "failed" || change.state === "conflict";
  return (
    <div className={styles.saveState}>
      <span role="status" className={wrong ? styles.wrong : styles.fine} title={change.error instanceof Error ? change.error.message : undefined}>
        <Icon name={wrong ? "warning" : "check"} size={16} />
        {texts[change.state]}
      </span>
      {change.state === "failed" && <Button size="compact-sm" variant="default" onClick={change.flush}>{t("draft.retry")}</Button>}
      <Button size="compact-sm" variant="subtle" leftSection={<Icon name="undo" size={15} />} onClick={() => void change.undo()}>
        {t("draft.undo")}
      </Button>
    </div>
  );
}

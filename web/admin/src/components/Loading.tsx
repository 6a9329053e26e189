import { Skeleton, VisuallyHidden } from "@mantine/core";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import styles from "./states.module.css";

/** Loading stands where rows will be. */
export function Loading({ rows = 6 }: { rows?: number }): ReactElement {
  const { t } = useTranslation();
  return (
    <div className={styles.lines} role="status">
      <VisuallyHidden>{t("state.loading")}</VisuallyHidden>
      {Array.from({ length: rows }, (_, row) => <Skeleton key={row} height={44} radius="md" />)}
    </div>
  );
}

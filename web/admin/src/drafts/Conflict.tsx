import { Button } from "@mantine/core";
import type { ReactElement, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../components/Icon";
import styles from "./drafts.module.css";
import type { Change } from "./useChange";

/** Conflict shows what two people made of a definition at the same time; show draws a definition, briefly. */
export function Conflict<T>({ change, name, show }: { change: Change<T>; name: string; show: (value: T | null | undefined) => ReactNode }): ReactElement | null {
  const { t } = useTranslation();
  if (change.state !== "conflict") return null;
  const who = change.theirs?.by.name ?? t("draft.somebody");
  return (
    <section className={styles.conflict} role="alert">
      <h2><Icon name="warning" /> {t("draft.conflict", { name: who, key: name })}</h2>
      <div className={styles.sides}>
        <div>
          <h3>{t("draft.mineTitle")}</h3>
          {show(change.value)}
          <Button onClick={change.keepMine}>{t("draft.mine")}</Button>
        </div>
        <div>
          <h3>{t("draft.theirsTitle")}</h3>
          {show(change.theirs?.value as T | null | undefined)}
          <Button variant="default" onClick={change.takeTheirs}>{t("draft.theirs")}</Button>
        </div>
      </div>
    </section>
  );
}

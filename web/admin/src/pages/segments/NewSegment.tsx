import { Button, Modal, TextInput } from "@mantine/core";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { keyOf } from "../../drafts/keyOf";
import styles from "./Segments.module.css";

/** NewSegment asks for the name of a new segment. */
export function NewSegment({ taken, close, create }: { taken: readonly string[]; close: () => void; create: (key: string) => void }): ReactElement {
  const { t } = useTranslation("segments");
  const [text, setText] = useState("");
  const key = keyOf(text);
  const wrong = text === "" ? undefined : key === "" ? t("keyWrong") : taken.includes(key) ? t("keyTaken") : undefined;
  return (
    <Modal opened onClose={close} title={t("newTitle")} closeButtonProps={{ "aria-label": t("cancel") }}>
      <form className={styles.fields} onSubmit={(event) => { event.preventDefault(); if (key && !wrong) create(key); }}>
        <TextInput data-autofocus label={t("key")} description={key && key !== text ? key : t("keyHint")} error={wrong} value={text} onChange={(event) => setText(event.currentTarget.value)} maxLength={100} />
        <div className={styles.buttons}>
          <Button variant="default" onClick={close}>{t("cancel")}</Button>
          <Button type="submit" disabled={!key || wrong !== undefined}>{t("start")}</Button>
        </div>
      </form>
    </Modal>
  );
}

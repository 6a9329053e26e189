import { Button, Modal, TextInput } from "@mantine/core";
import { useState, type ReactElement, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import styles from "./Confirm.module.css";

interface Props {
  title: string;
  /** What will happen, and whether it can be undone. */
  children: ReactNode;
  button: string;
  /** What has to be typed before the button works: for what cannot be undone. */
  typed?: string | undefined;
  pending?: boolean;
  confirm: () => void;
  close: () => void;
}

/** Confirm asks before something is done that takes something away. */
export function Confirm({ title, children, button, typed, pending, confirm, close }: Props): ReactElement {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const ready = typed === undefined || text.trim() === typed;
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ "aria-label": t("confirm.close") }}>
      <form className={styles.body} onSubmit={(event) => { event.preventDefault(); if (ready) confirm(); }}>
        <div className={styles.text}>{children}</div>
        {typed !== undefined && (
          <TextInput label={t("confirm.type", { text: typed })} value={text} onChange={(event) => setText(event.currentTarget.value)} autoComplete="off" spellCheck={false} data-autofocus />
        )}
        <div className={styles.buttons}>
          <Button variant="default" onClick={close} data-autofocus={typed === undefined || undefined}>{t("confirm.cancel")}</Button>
          <Button type="submit" color="brick" disabled={!ready} loading={pending ?? false}>{button}</Button>
        </div>
      </form>
    </Modal>
  );
}

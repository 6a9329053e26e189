import { Button, Modal, TextInput } from "@mantine/core";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import styles from "../components/blocks.module.css";

interface Props {
  title: string;
  hint: string;
  /** wrong says what is wrong with a name; undefined if nothing is. */
  wrong: (name: string) => string | undefined;
  create: (name: string) => void;
  close: () => void;
}

/** NewDefinition asks what something new is to be called. */
export function NewDefinition({ title, hint, wrong, create, close }: Props): ReactElement {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const name = text.trim();
  const problem = name === "" ? undefined : wrong(name);
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ "aria-label": t("confirm.close") }}>
      <form className={styles.fields} onSubmit={(event) => { event.preventDefault(); if (name && !problem) create(name); }}>
        <TextInput data-autofocus label={t("define.name")} description={hint} error={problem} value={text} onChange={(event) => setText(event.currentTarget.value)} maxLength={100} autoComplete="off" spellCheck={false} />
        <div className={`${styles.buttons} ${styles.end}`}>
          <Button variant="default" onClick={close}>{t("confirm.cancel")}</Button>
          <Button type="submit" disabled={!name || problem !== undefined}>{t("define.go")}</Button>
        </div>
      </form>
    </Modal>
  );
}

import { Button, Modal, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import styles from "./Content.module.css";
import { keyOf } from "./domain";

/** NewVariant asks for whom a variant is. */
export default function NewVariant({ taken, close, add }: { taken: readonly string[]; close: () => void; add: (name: string) => void }): ReactElement {
  const { t } = useTranslation("content");
  const [name, setName] = useState("");
  const key = keyOf(name);
  const error = taken.includes(key) ? t("variant.taken") : undefined;
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (key && !error) add(key);
  };
  return (
    <Modal opened onClose={close} title={t("variant.add")} closeButtonProps={{ "aria-label": t("close") }}>
      <form className={styles.form} onSubmit={send}>
        <TextInput data-autofocus label={t("variant.name")} description={t("variant.nameHint")} placeholder={t("variant.example")} value={name} onChange={(event) => setName(event.currentTarget.value)} error={error} />
        <Button type="submit" disabled={!key || Boolean(error)}>{t("variant.add")}</Button>
      </form>
    </Modal>
  );
}

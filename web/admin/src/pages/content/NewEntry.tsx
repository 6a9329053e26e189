import { Button, Modal, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { deskOf } from "../../drafts/draft";
import type { ContentType } from "../../preview/queries";
import styles from "./Content.module.css";
import { keyOf, titled, type Entry } from "./domain";
import { TypeDrawing } from "./TypeDrawing";

interface NewEntryProps {
  env: string;
  types: readonly ContentType[];
  taken: readonly string[];
  close: () => void;
  open: (key: string) => void;
}

/** NewEntry asks what is to be written, and what it is called. It begins as a draft, which nobody sees. */
export function NewEntry({ env, types, taken, close, open }: NewEntryProps): ReactElement {
  const { t } = useTranslation("content");
  const client = useQueryClient();
  const [type, setType] = useState<string>();
  const [name, setName] = useState("");
  const key = keyOf(name);
  const isTaken = taken.includes(key);
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (!type || !key || isTaken) return;
    const entry: Entry = { type, draft: true, fields: {} };
    const place = { kind: "content", key };
    const { saver } = deskOf(client, env);
    saver.edit(place, entry);
    void saver.flush(place);
    open(key);
  };
  return (
    <Modal opened onClose={close} size="xl" title={t("new.title")} closeButtonProps={{ "aria-label": t("close") }}>
      <form className={styles.form} onSubmit={send}>
        <div className={styles.types} role="radiogroup" aria-label={t("new.type")}>
          {types.map((one) => (
            <label key={one.key} className={styles.type} data-chosen={type === one.key || undefined}>
              <input type="radio" name="type" value={one.key} checked={type === one.key} onChange={() => setType(one.key)} />
              <TypeDrawing type={one.key} size={72} />
              <strong>{titled(one.key)}</strong>
              <small>{one.ready ? t(`types.${one.key as "hero"}`) : String(one.definition["description"] ?? "")}</small>
            </label>
          ))}
        </div>
        <TextInput label={t("new.name")} description={t("new.nameHint")} placeholder={t("new.example")} value={name} onChange={(event) => setName(event.currentTarget.value)} error={isTaken && t("new.taken")} />
        {key && key !== name && <p className={styles.soft}>{t("new.key", { key })}</p>}
        <Button type="submit" disabled={!type || !key || isTaken}>{t("new.make")}</Button>
      </form>
    </Modal>
  );
}

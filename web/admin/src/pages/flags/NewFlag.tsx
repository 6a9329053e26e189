import { Button, Modal, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { keyOf } from "../../drafts/keyOf";
import { deskOf, draftQuery } from "../../drafts/draft";
import { newFlag, type FlagType } from "./definition";
import styles from "./Flags.module.css";
import { flagQuery } from "./queries";

const types = ["boolean", "string", "number", "object"] as const satisfies readonly FlagType[];

/** NewFlag asks for the name and the type of a new flag, and begins it in the draft. */
export function NewFlag({ env, close, created }: { env: string; close: () => void; created: (key: string) => void }): ReactElement {
  const { t } = useTranslation("flags");
  const client = useQueryClient();
  const [text, setText] = useState("");
  const [description, setDescription] = useState("");
  const [type, setType] = useState<(typeof types)[number]>("boolean");
  const key = keyOf(text);
  const there = useQuery({ ...flagQuery(env, key), enabled: key !== "" });
  const draft = useQuery(draftQuery(env)).data;
  const taken = key !== "" && (Boolean(there.data) || draft?.list.some((change) => change.kind === "flag" && change.key === key && change.value !== null));
  const create = (): void => {
    if (!key || taken || there.isFetching) return;
    deskOf(client, env).saver.edit({ kind: "flag", key }, { ...(description && { description }), ...newFlag(type) });
    created(key);
  };
  return (
    <Modal opened onClose={close} title={t("create")} closeButtonProps={{ "aria-label": t("cancel") }}>
      <form className={styles.fields} onSubmit={(event) => { event.preventDefault(); create(); }}>
        <TextInput
          data-autofocus label={t("key")} description={key && key !== text ? key : t("keyHint")} value={text} maxLength={100}
          error={taken ? t("keyTaken") : text !== "" && key === "" ? t("keyWrong") : undefined} onChange={(event) => setText(event.currentTarget.value)}
        />
        <TextInput label={t("description")} placeholder={t("descriptionHint")} value={description} onChange={(event) => setDescription(event.currentTarget.value)} />
        <fieldset className={styles.choices}>
          <legend>{t("type")}</legend>
          {types.map((one) => (
            <label key={one} className={styles.choice} data-chosen={one === type || undefined}>
              <input type="radio" name="type" checked={one === type} onChange={() => setType(one)} />
              <span><strong>{t(`types.${one}`)}</strong><small>{t(`typeHints.${one}`)}</small></span>
            </label>
          ))}
        </fieldset>
        <div className={styles.buttons}>
          <Button variant="default" onClick={close}>{t("cancel")}</Button>
          <Button type="submit" disabled={!key || taken} loading={there.isFetching}>{t("start")}</Button>
        </div>
      </form>
    </Modal>
  );
}

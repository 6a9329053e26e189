import { Button, Modal, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "../../api/client";
import { answer } from "../../api/refusal";
import { useEnvironment } from "../../app/useEnvironment";
import blocks from "../../components/blocks.module.css";
import { Icon } from "../../components/Icon";
import { say } from "../../components/toast";
import styles from "./Events.module.css";
import { eventOf, parsed } from "./replay";

/** Repair shows a failed event as it was sent, lets it be put right, and sends it again. */
export function Repair({ env, failure, close }: { env: string; failure: Schemas["Failure"]; close: () => void }): ReactElement {
  const { t } = useTranslation("events");
  const { may } = useEnvironment();
  const client = useQueryClient();
  const [text, setText] = useState(() => eventOf(failure));
  const read = parsed(text);
  const wrong = "problem" in read ? read.problem : "shape" in read ? t("noEvent") : undefined;
  const send = useMutation({
    mutationFn: async () => {
      if (!("event" in read)) throw new Error(wrong);
      const { replayed } = await answer(api.POST("/api/v1/environments/{env}/failures/replay", { params: { path: { env } }, body: { id: failure.id, event: read.event } }));
      return replayed[0];
    },
    onSuccess: async (result) => {
      if (!result?.accepted) return;
      say(t("repaired"));
      close();
      await client.invalidateQueries({ queryKey: [env, "failures"] });
    },
  });
  const refused = send.data?.accepted === false ? send.data : undefined;
  return (
    <Modal opened onClose={close} size="xl" title={failure.name || failure.call || t("nameless")} closeButtonProps={{ "aria-label": t("close") }}>
      <form className={blocks.fields} onSubmit={(event) => { event.preventDefault(); if (!wrong) send.mutate(); }}>
        <p className={blocks.note}><Icon name="warning" size={18} /><span>{failure.message}{failure.path && <> <code>{failure.path}</code></>}</span></p>
        <Textarea className={styles.json} label={t("json")} autosize minRows={8} maxRows={22} value={text} readOnly={!may("publisher")} error={wrong} onChange={(event) => setText(event.currentTarget.value)} spellCheck={false} data-autofocus />
        {refused && <p className={blocks.note} role="alert"><Icon name="warning" size={18} /><span>{t("again")} {refused.message} {refused.path && <code>{refused.path}</code>}</span></p>}
        {may("publisher") && (
          <div className={`${blocks.buttons} ${blocks.end}`}>
            <Button variant="default" onClick={close}>{t("cancel")}</Button>
            <Button type="submit" disabled={wrong !== undefined} loading={send.isPending}>{t("send")}</Button>
          </div>
        )}
      </form>
    </Modal>
  );
}

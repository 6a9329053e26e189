import { Alert, Button, Modal, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import { answer, Refusal } from "../../api/refusal";
import { ChangeCard } from "../../changes/ChangeCard";
import { Matrix } from "../../changes/Matrix";
import { Failure } from "../../components/Failure";
import { Icon } from "../../components/Icon";
import { Loading } from "../../components/Loading";
import { say } from "../../components/toast";
import { count } from "../../texts/formats";
import { diffQuery, newestQuery, rollbackQuery } from "./queries";
import styles from "./Releases.module.css";

/** Rollback shows who would get something else if a revision were published again, and does it. */
export function Rollback({ env, to, newest, close }: { env: string; to: number; newest: number; close: () => void }): ReactElement {
  const { t } = useTranslation("releases");
  const client = useQueryClient();
  const navigate = useNavigate();
  const [message, setMessage] = useState("");
  const changes = useQuery(diffQuery(env, newest, to));
  const roll = useMutation({
    meta: { quiet: true },
    mutationFn: () => answer(api.POST("/api/v1/environments/{env}/rollback", { params: { path: { env } }, body: { to, expected: newest, ...(message.trim() && { message: message.trim() }) } })),
    onSuccess: async ({ revision }) => {
      say(t("rolledBack", { to: count(to), revision: count(revision) }));
      close();
      await client.invalidateQueries({ queryKey: [env] });
      await navigate({ to: "/$env/releases/$revision", params: { env, revision: String(revision) } });
    },
  });
  const clash = roll.error instanceof Refusal && roll.error.status === 409;
  return (
    <Modal opened onClose={close} size="xl" title={t("rollbackTitle", { to: count(to) })} closeButtonProps={{ "aria-label": t("cancel") }}>
      <div className={styles.rollback}>
        <p className={styles.soft}>{t("rollbackText", { next: count(newest + 1), to: count(to) })}</p>
        <section><h3>{t("impact")}</h3><Matrix env={env} query={rollbackQuery(env, to, newest)} /></section>
        <section>
          <h3>{t("whatChanges")}</h3>
          {changes.isPending && <Loading rows={2} />}
          {changes.isError && <Failure error={changes.error} retry={() => void changes.refetch()} />}
          {changes.data?.changes.length === 0 && <p className={styles.soft}>{t("sameAsNow")}</p>}
          <div className={styles.frame}>{changes.data?.changes.map((change) => <ChangeCard key={`${change.kind}/${change.key}`} env={env} change={change} />)}</div>
        </section>
        {roll.isError && (
          <Alert color={clash ? "amber" : "brick"} icon={<Icon name="warning" />} title={clash ? t("clash") : roll.error.message}>
            {roll.error instanceof Refusal && roll.error.hint}
            {clash && <Button size="compact-sm" variant="default" onClick={() => { roll.reset(); void client.invalidateQueries({ queryKey: newestQuery(env).queryKey }); }}>{t("again")}</Button>}
          </Alert>
        )}
        <form className={styles.confirm} onSubmit={(event) => { event.preventDefault(); roll.mutate(); }}>
          <TextInput label={t("why")} placeholder={t("whyHint", { to: count(to) })} value={message} onChange={(event) => setMessage(event.currentTarget.value)} />
          <div className={styles.buttons}>
            <Button variant="default" onClick={close}>{t("cancel")}</Button>
            <Button type="submit" leftSection={<Icon name="undo" size={18} />} loading={roll.isPending} disabled={!changes.data || changes.data.changes.length === 0 || clash}>{t("doRollback", { to: count(to) })}</Button>
          </div>
        </form>
      </div>
    </Modal>
  );
}

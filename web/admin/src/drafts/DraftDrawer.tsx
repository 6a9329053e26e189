import { ActionIcon, Alert, Button, Drawer, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import { answer } from "../api/refusal";
import { Empty } from "../components/Empty";
import { Failure } from "../components/Failure";
import { Icon } from "../components/Icon";
import { Loading } from "../components/Loading";
import { complain, say } from "../components/toast";
import { deskOf, draftQuery, type Draft } from "./draft";
import styles from "./drafts.module.css";

/** DraftDrawer lists what is waiting to be published, takes changes back, and publishes. */
export default function DraftDrawer({ env, close }: { env: string; close: () => void }): ReactElement {
  const { t } = useTranslation();
  const draft = useQuery(draftQuery(env));
  return (
    <Drawer opened onClose={close} position="right" size="md" title={t("draft.listTitle")} closeButtonProps={{ "aria-label": t("draft.close") }}>
      {draft.isPending && <Loading rows={3} />}
      {draft.isError && <Failure error={draft.error} retry={() => void draft.refetch()} />}
      {draft.isSuccess && (draft.data && draft.data.changes > 0 ? <Changes env={env} draft={draft.data} close={close} /> : <Empty icon="check" title={t("draft.none")} text={t("draft.empty")} />)}
    </Drawer>
  );
}

function Changes({ env, draft, close }: { env: string; draft: Draft; close: () => void }): ReactElement {
  const { t } = useTranslation();
  const client = useQueryClient();
  const words = { add: t("draft.added"), change: t("draft.changed"), delete: t("draft.deleted") };
  const undo = (change: Draft["list"][number]): void => {
    deskOf(client, env).undo(change).then(() => say(t("draft.undone", { key: change.key })), complain);
  };
  return (
    <>
      <ul className={styles.list}>
        {draft.list.map((change) => (
          <li className={styles.item} key={`${change.kind}/${change.key}`}>
            <span>
              <strong>{change.key}</strong>
              <small>{change.kind} · {words[change.action]}</small>
            </span>
            <ActionIcon variant="subtle" aria-label={`${t("draft.undo")}: ${change.key}`} onClick={() => undo(change)}><Icon name="undo" /></ActionIcon>
          </li>
        ))}
      </ul>
      <Publish env={env} draft={draft} close={close} />
    </>
  );
}

function Publish({ env, draft, close }: { env: string; draft: Draft; close: () => void }): ReactElement {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [message, setMessage] = useState("");
  const path = { env, draft: draft.id };
  const review = useQuery({
    queryKey: [env, "review", draft.id, draft.list.map((change) => change.version)],
    queryFn: async ({ signal }) => {
      await deskOf(client, env).saver.flushAll();
      return answer(api.GET("/api/v1/environments/{env}/drafts/{draft}/review", { params: { path }, signal }));
    },
  });
  const publish = useMutation({
    mutationFn: () =>
      answer(api.POST("/api/v1/environments/{env}/drafts/{draft}/publish", { params: { path }, body: { message: message || draft.title, ...(review.data && { expected: review.data.revision }) } })),
    onSuccess: async (published) => {
      say(t("draft.published", { revision: published.revision ?? "" }));
      close();
      await client.invalidateQueries({ queryKey: [env] });
    },
  });
  if (review.isPending) return <Loading rows={2} />;
  if (review.isError) return <Failure error={review.error} retry={() => void review.refetch()} />;
  return (
    <form className={styles.foot} onSubmit={(event) => { event.preventDefault(); publish.mutate(); }}>
      {review.data.problems.length > 0 && (
        <Alert color="brick" title={t("toast.failed")}>
          <ul className={styles.problems}>{review.data.problems.map((problem, at) => <li key={at}>{problem.path}: {problem.message}</li>)}</ul>
        </Alert>
      )}
      <TextInput label={t("draft.message")} value={message} onChange={(event) => setMessage(event.currentTarget.value)} placeholder={draft.title} />
      <Button type="submit" disabled={!review.data.may_publish || review.data.problems.length > 0} loading={publish.isPending}>{t("draft.publish")}</Button>
    </form>
  );
}

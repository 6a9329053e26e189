import { Button, Textarea } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import { sessionQuery } from "../../api/queries";
import { answer } from "../../api/refusal";
import { useEnvironment } from "../../app/useEnvironment";
import { Card } from "../../components/Card";
import { Icon } from "../../components/Icon";
import { ago, moment } from "../../texts/formats";
import type { Draft, Review } from "./queries";
import styles from "./Review.module.css";

interface Props {
  env: string;
  draft: Draft;
  review: Review;
  refresh: () => Promise<unknown>;
}

/** Approvals says who has read the changes, and lets those approve who made none of them. */
export function Approvals({ env, draft, review, refresh }: Props): ReactElement | null {
  const { t } = useTranslation("review");
  const { may } = useEnvironment();
  const me = useQuery(sessionQuery).data?.account?.id;
  const [comment, setComment] = useState("");
  const path = { env, draft: draft.id };
  const approve = useMutation({
    mutationFn: () => answer(api.POST("/api/v1/environments/{env}/drafts/{draft}/approve", { params: { path, header: { "If-Match": `"${String(review.version)}"` } }, body: comment ? { comment } : {} })),
    onSettled: refresh,
  });
  const takeBack = useMutation({
    mutationFn: () => answer(api.DELETE("/api/v1/environments/{env}/drafts/{draft}/approve", { params: { path } })),
    onSettled: refresh,
  });
  const mineIsThere = draft.approvals.some(({ by }) => by.id === me);
  const edited = draft.editors.some(({ id }) => id === me);
  const mayApprove = may("publisher") && !edited && !mineIsThere && draft.changes > 0 && draft.state !== "published" && draft.state !== "discarded";
  if (!review.needs_approval && draft.approvals.length === 0 && !mayApprove) return null;
  return (
    <Card title={t("approvals")}>
      <ul className={styles.checks}>
        {draft.approvals.map(({ by, at, comment: said }) => (
          <li key={by.id} data-fine><Icon name="check" size={18} /><span>{by.name} <small title={moment(at)}>{ago(at)}</small>{said && <q>{said}</q>}</span></li>
        ))}
      </ul>
      {review.needs_approval && !review.approved && <p className={styles.soft}>{edited ? t("somebodyElse") : t("mayBeYou")}</p>}
      {mineIsThere && <Button variant="default" loading={takeBack.isPending} onClick={() => takeBack.mutate()}>{t("takeBack")}</Button>}
      {mayApprove && (
        <div className={styles.fields}>
          <Textarea label={t("comment")} autosize minRows={1} value={comment} onChange={(event) => setComment(event.currentTarget.value)} />
          <Button variant="default" leftSection={<Icon name="check" size={17} />} loading={approve.isPending} onClick={() => approve.mutate()}>{t("approve")}</Button>
        </div>
      )}
    </Card>
  );
}

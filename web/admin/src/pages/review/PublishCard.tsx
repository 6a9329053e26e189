import { Alert, Button, SegmentedControl, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import { answer, Refusal } from "../../api/refusal";
import { useEnvironment } from "../../app/useEnvironment";
import { Card } from "../../components/Card";
import { Icon } from "../../components/Icon";
import { deskOf } from "../../drafts/draft";
import { count } from "../../texts/formats";
import { instant, localTime } from "../../texts/times";
import type { Done } from "./Review";
import type { Draft, Review } from "./queries";
import styles from "./Review.module.css";

interface Props {
  env: string;
  draft: Draft;
  review: Review;
  done: (done: Done) => void;
  again: () => void;
}

/** PublishCard publishes a draft, now or at a time, as it was reviewed. */
export function PublishCard({ env, draft, review, done, again }: Props): ReactElement {
  const { t } = useTranslation("review");
  const { may, isLive } = useEnvironment();
  const client = useQueryClient();
  const [message, setMessage] = useState("");
  const [when, setWhen] = useState<"now" | "later">("now");
  const [time, setTime] = useState(() => localTime(new Date(Date.now() + 86_400_000).toISOString()).slice(0, 13) + ":00");
  const at = when === "later" ? instant(time) : undefined;
  const publish = useMutation({
    meta: { quiet: true },
    mutationFn: async () => {
      await deskOf(client, env).saver.flushAll();
      const body = { ...(message.trim() && { message: message.trim() }), expected: review.revision, ...(at && { at }) };
      return answer(api.POST("/api/v1/environments/{env}/drafts/{draft}/publish", { params: { path: { env, draft: draft.id }, header: { "If-Match": `"${String(review.version)}"` } }, body }));
    },
    onSuccess: async (published) => {
      done({ revision: published.revision, at });
      await client.invalidateQueries({ queryKey: [env] });
    },
  });
  const clash = publish.error instanceof Refusal && publish.error.status === 409 ? publish.error : undefined;
  const isReady = review.problems.length === 0 && review.moved.length === 0 && review.changes.length > 0 && (!review.needs_approval || review.approved);
  const isPast = when === "later" && (!at || new Date(at).getTime() <= Date.now());
  if (!may("publisher")) return <Card title={t("publish")}><p className={styles.soft}>{t("notYou")}</p></Card>;
  return (
    <Card title={t("publish")}>
      <form className={styles.fields} onSubmit={(event) => { event.preventDefault(); publish.mutate(); }}>
        <Textarea label={t("message")} placeholder={draft.title} autosize minRows={2} maxLength={2000} value={message} onChange={(event) => setMessage(event.currentTarget.value)} />
        <SegmentedControl aria-label={t("when")} size="sm" value={when} onChange={(next) => setWhen(next as typeof when)} data={[{ value: "now", label: t("now") }, { value: "later", label: t("later") }]} />
        {when === "later" && <TextInput type="datetime-local" label={t("time")} description={t("timeHint", { zone: Intl.DateTimeFormat().resolvedOptions().timeZone })} error={isPast && t("past")} value={time} onChange={(event) => setTime(event.currentTarget.value)} />}
        {clash ? (
          <Alert color="amber" icon={<Icon name="warning" />} title={clash.current ? t("clash", { name: clash.current.author, revision: count(clash.current.revision) }) : t("clashDraft")}>
            <p>{clash.current?.message}</p>
            <Button size="compact-sm" variant="default" mt={8} onClick={() => { publish.reset(); again(); }}>{t("again")}</Button>
          </Alert>
        ) : publish.isError && (
          <Alert color="brick" icon={<Icon name="warning" />} title={publish.error.message}>{publish.error instanceof Refusal && publish.error.hint}</Alert>
        )}
        <Button type="submit" size="md" loading={publish.isPending} disabled={!isReady || !review.may_publish || isPast || clash !== undefined}>
          {when === "later" ? t("doSchedule") : isLive ? t("doPublishLive", { env }) : t("doPublish")}
        </Button>
      </form>
    </Card>
  );
}

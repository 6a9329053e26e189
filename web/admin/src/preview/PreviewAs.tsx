import { Drawer } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import { answer, Refusal } from "../api/refusal";
import { Empty } from "../components/Empty";
import { Failure } from "../components/Failure";
import { Icon } from "../components/Icon";
import { Loading } from "../components/Loading";
import { draftQuery } from "../drafts/draft";
import { vocabularyQuery } from "../personal/queries";
import { moment } from "../texts/formats";
import { Ask } from "./Ask";
import type { Ground } from "./page";
import styles from "./preview.module.css";
import { contentQuery } from "./queries";
import { questionOf, type Asked, type Question } from "./question";
import { ShareLink } from "./ShareLink";
import { SlotSeen } from "./SlotSeen";

/** PreviewAs shows all slots as somebody sees them, and why. */
export default function PreviewAs({ env, close }: { env: string; close: () => void }): ReactElement {
  const { t } = useTranslation("preview");
  return (
    <Drawer opened onClose={close} position="right" size="min(1120px, 100vw)" title={t("title")} closeButtonProps={{ "aria-label": t("close") }}>
      <Preview env={env} />
    </Drawer>
  );
}

const begin: Asked = { who: "persona", user: "", facts: [], at: "", locale: null, of: "draft", revision: undefined, drafts: false, show: {} };

function Preview({ env }: { env: string }): ReactElement {
  const { t } = useTranslation("preview");
  const draft = useQuery(draftQuery(env));
  const vocabulary = useQuery(vocabularyQuery(env));
  const content = useQuery(contentQuery(env));
  const [asked, setAsked] = useState(begin);
  const [ground, setGround] = useState<Ground>("light");
  const hasDraft = (draft.data?.changes ?? 0) > 0;
  const question = questionOf(asked, hasDraft ? draft.data?.id : undefined, vocabulary.data?.attributes ?? []);
  const [steady] = useDebouncedValue(question, 250);
  const locale = asked.locale ?? undefined;
  const isReady = draft.isSuccess && vocabulary.isSuccess && (asked.who === "persona" || Boolean(steady.user_id));
  const seen = useQuery({ ...seenQuery(env, steady, locale, draft.data?.version), enabled: isReady });
  return (
    <div className={styles.layout}>
      <div className={styles.side}>
        <Ask env={env} asked={asked} change={setAsked} attributes={vocabulary.data?.attributes ?? []} locales={content.data?.locales ?? []} hasDraft={hasDraft} ground={ground} turn={setGround} />
        <ShareLink env={env} question={question} locale={locale} />
      </div>
      <div className={styles.stack} aria-live="polite">
        {!isReady && asked.who !== "persona" ? <Empty icon="profiles" title={t("whoFirst")} text={t("whoFirstText")} /> : seen.isPending && <Loading rows={4} />}
        {seen.isError && isReady && <Wrong error={seen.error} retry={() => void seen.refetch()} />}
        {seen.data && isReady && !seen.isError && (
          <>
            <p className={styles.why} role="status">{t("as", { revision: seen.data.revision, at: moment(seen.data.at) })}</p>
            {seen.data.incomplete && <p className={styles.note}><Icon name="info" size={17} />{t("incomplete")}</p>}
            {seen.data.slots.length === 0 && <Empty icon="slots" title={t("noSlots")} text={t("noSlotsText")} />}
            {seen.data.slots.map((slot) => (
              <SlotSeen
                key={slot.slot} slot={slot} ground={ground} forced={asked.show[slot.slot]}
                force={(variant) => setAsked(({ show: { [slot.slot]: _, ...show }, ...rest }) => ({ ...rest, show: variant === null ? show : { ...show, [slot.slot]: variant } }))}
              />
            ))}
          </>
        )}
      </div>
    </div>
  );
}

/** seenQuery asks what somebody sees; version is that of the draft, so that an edit asks anew. */
const seenQuery = (env: string, question: Question, locale: string | undefined, version: number | undefined) => ({
  queryKey: [env, "seen", question, locale, version],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    answer(api.POST("/api/v1/environments/{env}/preview", { params: { path: { env } }, body: { ...question, trace: true }, ...(locale && { headers: { "Accept-Language": locale } }), signal })),
  retry: false,
  staleTime: 5_000,
  gcTime: 60_000,
});

/** Wrong says why nothing can be shown: nobody is called that, or the draft cannot be published as it is. */
function Wrong({ error, retry }: { error: unknown; retry: () => void }): ReactElement {
  const { t } = useTranslation("preview");
  if (!(error instanceof Refusal) || error.problems.length === 0) return <Failure error={error} retry={retry} />;
  return (
    <div className={styles.stack} role="alert">
      <p className={styles.note} data-wrong><Icon name="warning" size={17} />{t("problems")}</p>
      {error.problems.map(({ path, message, hint }) => <p className={styles.note} key={`${path} ${message}`}><span><strong>{path}</strong> {message}{hint && `: ${hint}`}</span></p>)}
    </div>
  );
}

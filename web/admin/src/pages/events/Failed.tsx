import { Button, Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "../../api/client";
import { answer } from "../../api/refusal";
import { useEnvironment } from "../../app/useEnvironment";
import blocks from "../../components/blocks.module.css";
import { Card } from "../../components/Card";
import { Confirm } from "../../components/Confirm";
import { Empty } from "../../components/Empty";
import { Failure as Wrong } from "../../components/Failure";
import { Icon } from "../../components/Icon";
import { Loading } from "../../components/Loading";
import { Rows } from "../../components/Rows";
import { say } from "../../components/toast";
import { When } from "../../components/When";
import { count } from "../../texts/formats";
import styles from "./Events.module.css";
import { Repair } from "./Repair";
import { inBatches, reasonsOf } from "./replay";

type Failure = Schemas["Failure"];

const reasons = [
  "schema_violation", "undeclared_event", "trait_not_allowed", "unverified_user", "missing_id", "bad_id", "blocked_id", "bad_json", "bad_number", "bad_value", "too_complex",
  "bad_type", "bad_name", "bad_timestamp", "too_large", "too_many_properties", "two_known_users", "profile_unreadable",
] as const;

/** isNamed says whether the reason has words in the texts. */
const isNamed = (reason: string): reason is (typeof reasons)[number] => (reasons as readonly string[]).includes(reason);

/** page reads failures, the newest first. */
function page(env: string, reason: string, event: string, before: number | undefined, signal?: AbortSignal) {
  return answer(api.GET("/api/v1/environments/{env}/failures", {
    params: { path: { env }, query: { limit: 200, ...(reason && { reason }), ...(event && { event }), ...(before !== undefined && { before }) } }, ...(signal && { signal }),
  }));
}

/** Failed lists the events that were not accepted, with why; here they are repaired, sent again, and deleted. */
export default function Failed(): ReactElement {
  const { t } = useTranslation("events");
  const { env, may } = useEnvironment();
  const [reason, setReason] = useState("");
  const [name, setName] = useState("");
  const [event] = useDebouncedValue(name.trim(), 250);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [repairing, setRepairing] = useState<Failure>();
  const query = useInfiniteQuery({
    queryKey: [env, "failures", reason, event],
    initialPageParam: undefined as number | undefined,
    queryFn: ({ pageParam, signal }) => page(env, reason, event, pageParam, signal),
    getNextPageParam: (last) => last.next,
  });
  const { hasNextPage, isFetching, fetchNextPage, data } = query;
  const more = useCallback(() => { if (hasNextPage && !isFetching) void fetchNextPage(); }, [hasNextPage, isFetching, fetchNextPage]);
  const failures = useMemo(() => data?.pages.flatMap((one) => one.failures) ?? [], [data]);
  const toggle = (id: number): void => setChosen((before) => new Set(before.has(id) ? [...before].filter((other) => other !== id) : [...before, id]));
  return (
    <Card flush>
      <div className={blocks.tools}>
        <div className={blocks.buttons}>
          <NativeSelect aria-label={t("reasonOf")} value={reason} onChange={(change) => { setReason(change.currentTarget.value); setChosen(new Set()); }} data={[{ value: "", label: t("anyReason") }, ...reasons.map((one) => ({ value: one, label: t(`reason.${one}`) }))]} />
          <TextInput type="search" aria-label={t("eventName")} placeholder={t("eventName")} value={name} onChange={(change) => setName(change.currentTarget.value)} />
        </div>
        {may("publisher") && <Actions env={env} reason={reason} event={event} chosen={chosen} isAny={failures.length > 0} done={() => setChosen(new Set())} />}
      </div>
      {query.isPending && <div className={blocks.pad}><Loading /></div>}
      {query.isError && <Wrong error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && failures.length === 0 && <Empty icon="check" title={reason || event ? t("noneOf") : t("noFailures")} text={reason || event ? undefined : t("noFailuresText")} />}
      {failures.length > 0 && (
        <>
          {!reason && reasonsOf(failures).length > 1 && (
            <div className={`${blocks.tags} ${blocks.pad}`} style={{ paddingBlock: 12 }}>
              {reasonsOf(failures).map(([one, times]) => <Button key={one} size="compact-sm" variant="default" onClick={() => setReason(one)}>{isNamed(one) ? t(`reason.${one}`) : one} · {count(times)}{hasNextPage && "+"}</Button>)}
            </div>
          )}
          <Rows
            items={failures} label={t("part.failed")} keyOf={({ id }) => id} height={74} more={hasNextPage ? more : undefined}
            row={(failure) => <Row failure={failure} isChosen={chosen.has(failure.id)} toggle={() => toggle(failure.id)} repair={() => setRepairing(failure)} />}
          />
        </>
      )}
      {repairing && <Repair key={repairing.id} env={env} failure={repairing} close={() => setRepairing(undefined)} />}
    </Card>
  );
}

function Row({ failure, isChosen, toggle, repair }: { failure: Failure; isChosen: boolean; toggle: () => void; repair: () => void }): ReactElement {
  const { t } = useTranslation("events");
  const { may } = useEnvironment();
  const { id, reason, message, path, name, call, at } = failure;
  const word = may("publisher") ? t("repair") : t("look");
  return (
    <div className={styles.failure}>
      {may("publisher") ? <Checkbox checked={isChosen} onChange={toggle} aria-label={t("choose", { id })} /> : <span />}
      <div>
        <div className={blocks.name}>{name || call || t("nameless")}<span className={blocks.tag} data-tone="brick">{isNamed(reason) ? t(`reason.${reason}`) : reason}</span></div>
        <div className={styles.message}>{message}</div>
        <div className={blocks.about}>{path && <><code>{path}</code> · </>}<When at={at} /></div>
      </div>
      <Button variant="default" size="compact-sm" aria-label={`${word} ${id}`} onClick={repair}>{word}</Button>
    </div>
  );
}

interface Acting {
  env: string;
  reason: string;
  event: string;
  chosen: ReadonlySet<number>;
  isAny: boolean;
  done: () => void;
}

function Actions({ env, reason, event, chosen, isAny, done }: Acting): ReactElement {
  const { t } = useTranslation("events");
  const client = useQueryClient();
  const [progress, setProgress] = useState<{ done: number; of: number }>();
  const [deleting, setDeleting] = useState(false);
  /** ids are those that are chosen, else all that the filter finds. */
  const ids = async (): Promise<number[]> => {
    if (chosen.size > 0) return [...chosen];
    const all: number[] = [];
    for (let before: number | undefined; ; ) {
      const { failures, next } = await page(env, reason, event, before);
      all.push(...failures.map(({ id }) => id));
      if (next === undefined) return all;
      before = next;
    }
  };
  const settled = async (): Promise<void> => {
    setProgress(undefined);
    setDeleting(false);
    done();
    await client.invalidateQueries({ queryKey: [env, "failures"] });
  };
  const replay = useMutation({
    mutationFn: async () => {
      const all = await ids();
      setProgress({ done: 0, of: all.length });
      return inBatches(all, 100, async (some) => {
        const { replayed } = await answer(api.POST("/api/v1/environments/{env}/failures/replay", { params: { path: { env } }, body: { ids: some } }));
        const accepted = replayed.filter((one) => one.accepted).length;
        return { accepted, refused: replayed.length - accepted };
      }, (now) => setProgress({ done: now, of: all.length }));
    },
    onSuccess: ({ accepted, refused }) => say(t("replayed", { accepted: count(accepted), refused: count(refused) })),
    onSettled: settled,
  });
  const remove = useMutation({
    mutationFn: async () => {
      const all = await ids();
      await inBatches(all, 500, async (some) => {
        await answer(api.DELETE("/api/v1/environments/{env}/failures", { params: { path: { env } }, body: { ids: some } }));
        return { accepted: some.length, refused: 0 };
      }, (now) => setProgress({ done: now, of: all.length }));
      return all.length;
    },
    onSuccess: (gone) => say(t("deleted", { count: gone, shown: count(gone) })),
    onSettled: settled,
  });
  const some = chosen.size > 0;
  return (
    <div className={blocks.buttons}>
      {progress && <span className={blocks.soft} role="progressbar" aria-valuemin={0} aria-valuemax={progress.of} aria-valuenow={progress.done} aria-label={t("replaying")}>{t("progress", { done: count(progress.done), of: count(progress.of) })}</span>}
      <Button disabled={!isAny} loading={replay.isPending} onClick={() => replay.mutate()}>{some ? t("replaySome", { shown: count(chosen.size) }) : reason || event ? t("replayThese") : t("replayAll")}</Button>
      <Button variant="default" disabled={!isAny} leftSection={<Icon name="trash" size={17} />} onClick={() => setDeleting(true)}>{some ? t("deleteSome", { shown: count(chosen.size) }) : t("delete")}</Button>
      {deleting && (
        <Confirm title={some ? t("deleteSome", { shown: count(chosen.size) }) : t("deleteTitle")} button={t("delete")} typed={some ? undefined : env} pending={remove.isPending} confirm={() => remove.mutate()} close={() => setDeleting(false)}>
          <p>{t("deleteText")}</p>
        </Confirm>
      )}
    </div>
  );
}

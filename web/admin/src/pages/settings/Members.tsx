import { Button, NativeSelect, Textarea } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import { answer } from "../../api/refusal";
import { useEnvironment } from "../../app/useEnvironment";
import blocks from "../../components/blocks.module.css";
import { Card } from "../../components/Card";
import { Confirm } from "../../components/Confirm";
import { Empty } from "../../components/Empty";
import { Failure } from "../../components/Failure";
import { Icon } from "../../components/Icon";
import { Loading } from "../../components/Loading";
import { Rows } from "../../components/Rows";
import { say } from "../../components/toast";
import { count, share } from "../../texts/formats";
import { membersOf, upload } from "./upload";

const membersKey = (env: string, list: string): string[] => [env, "members", list];

/** Members shows who is in a list, adds and removes them. All of it holds at once. */
export function Members({ env, list }: { env: string; list: string }): ReactElement {
  const { t } = useTranslation("settings");
  const { may } = useEnvironment();
  return (
    <>
      {may("publisher") ? <Add env={env} list={list} /> : <p className={blocks.note}><Icon name="info" size={18} />{t("lists.onlyPublishers")}</p>}
      <Shown env={env} list={list} />
    </>
  );
}

function Add({ env, list }: { env: string; list: string }): ReactElement {
  const { t } = useTranslation("settings");
  const client = useQueryClient();
  const [text, setText] = useState("");
  const members = membersOf(text);
  const add = useMutation({
    mutationFn: () => answer(api.POST("/api/v1/environments/{env}/lists/{list}/members", { params: { path: { env, list } }, body: { add: members } })),
    onSuccess: async () => {
      say(t("lists.added", { count: members.length, shown: count(members.length) }));
      setText("");
      await client.invalidateQueries({ queryKey: membersKey(env, list) });
    },
  });
  return (
    <Card title={t("lists.addTitle")}>
      <div className={blocks.fields}>
        <Textarea autosize minRows={2} maxRows={8} label={t("lists.add")} description={t("lists.addHint")} value={text} onChange={(event) => setText(event.currentTarget.value)} spellCheck={false} />
        <div className={blocks.buttons}>
          <Button disabled={members.length === 0} loading={add.isPending} onClick={() => add.mutate()}>{t("lists.addButton", { count: members.length, shown: count(members.length) })}</Button>
          <Upload env={env} list={list} />
        </div>
      </div>
    </Card>
  );
}

function Upload({ env, list }: { env: string; list: string }): ReactElement {
  const { t } = useTranslation("settings");
  const client = useQueryClient();
  const field = useRef<HTMLInputElement>(null);
  const [mode, setMode] = useState<"add" | "remove" | "replace">("add");
  const [asked, setAsked] = useState<File>();
  const [part, setPart] = useState<number>();
  const send = useMutation({
    mutationFn: (file: File) => upload(env, list, mode, file, setPart),
    onSuccess: async ({ added, removed }) => {
      say(t("lists.uploaded", { added: count(added), removed: count(removed) }));
      await client.invalidateQueries({ queryKey: membersKey(env, list) });
    },
    onSettled: () => setPart(undefined),
  });
  const chosen = (file: File | undefined): void => {
    if (!file) return;
    if (mode === "replace") setAsked(file);
    else send.mutate(file);
  };
  return (
    <>
      <input ref={field} type="file" hidden accept=".csv,.txt,.ndjson,.jsonl,text/plain,text/csv" aria-label={t("lists.file")} onChange={(event) => { chosen(event.currentTarget.files?.[0]); event.currentTarget.value = ""; }} />
      <NativeSelect aria-label={t("lists.mode")} value={mode} data={(["add", "remove", "replace"] as const).map((one) => ({ value: one, label: t(`lists.modes.${one}`) }))} onChange={(event) => setMode(event.currentTarget.value as typeof mode)} />
      <Button variant="default" loading={send.isPending} onClick={() => field.current?.click()}>{t("lists.file")}</Button>
      {part !== undefined && (
        <span className={blocks.main} role="progressbar" aria-valuenow={Math.round(part * 100)} aria-label={t("lists.sending")}>
          <span className={blocks.soft}>{part < 1 ? t("lists.sent", { part: share(part, 1) }) : t("lists.reading")}</span>
          <span className={blocks.bar} style={{ display: "block" }}><i style={{ inlineSize: `${part * 100}%` }} /></span>
        </span>
      )}
      {asked && (
        <Confirm title={t("lists.replaceTitle")} button={t("lists.modes.replace")} typed={list} confirm={() => { send.mutate(asked); setAsked(undefined); }} close={() => setAsked(undefined)}>
          <p>{t("lists.replaceText", { name: asked.name })}</p>
        </Confirm>
      )}
    </>
  );
}

function Shown({ env, list }: { env: string; list: string }): ReactElement {
  const { t } = useTranslation("settings");
  const { may } = useEnvironment();
  const client = useQueryClient();
  const query = useInfiniteQuery({
    queryKey: membersKey(env, list),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      answer(api.GET("/api/v1/environments/{env}/lists/{list}/members", { params: { path: { env, list }, query: { limit: 500, ...(pageParam !== undefined && { after: pageParam }) } }, signal })),
    getNextPageParam: (page) => page.next,
  });
  const remove = useMutation({
    mutationFn: (member: string) => answer(api.POST("/api/v1/environments/{env}/lists/{list}/members", { params: { path: { env, list } }, body: { remove: [member] } })),
    onSuccess: () => client.invalidateQueries({ queryKey: membersKey(env, list) }),
  });
  const { hasNextPage, isFetching, fetchNextPage } = query;
  const more = useCallback(() => { if (hasNextPage && !isFetching) void fetchNextPage(); }, [hasNextPage, isFetching, fetchNextPage]);
  const members = query.data?.pages.flatMap((page) => page.members) ?? [];
  return (
    <Card flush>
      <div className={blocks.tools}><h2>{t("lists.members")}</h2><span className={blocks.soft} role="status">{hasNextPage ? t("lists.firstOf", { shown: count(members.length) }) : t("lists.count", { count: members.length, shown: count(members.length) })}</span></div>
      {query.isPending && <div className={blocks.pad}><Loading rows={3} /></div>}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && members.length === 0 && <Empty icon="segments" title={t("lists.empty")} text={t("lists.emptyText")} />}
      {members.length > 0 && (
        <Rows
          items={members} label={t("lists.members")} keyOf={(member) => member} height={50} more={hasNextPage ? more : undefined}
          row={(member) => (
            <div className={blocks.line}>
              <span className={blocks.main}>{member}</span>
              {may("publisher") && <Button variant="default" size="compact-sm" aria-label={`${t("lists.takeOut")}: ${member}`} onClick={() => remove.mutate(member)}>{t("lists.takeOut")}</Button>}
            </div>
          )}
        />
      )}
    </Card>
  );
}

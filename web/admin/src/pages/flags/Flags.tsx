import { Button, SegmentedControl, Skeleton, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { useEnvironment } from "../../app/useEnvironment";
import { Card } from "../../components/Card";
import { Empty } from "../../components/Empty";
import { Failure } from "../../components/Failure";
import { Icon } from "../../components/Icon";
import { Loading } from "../../components/Loading";
import { Page } from "../../components/Page";
import { draftQuery } from "../../drafts/draft";
import select from "../../rules/rules.module.css";
import { ago, count, moment } from "../../texts/formats";
import type { FlagType } from "./definition";
import styles from "./Flags.module.css";
import { rowsOf, type Row } from "./list";
import { NewFlag } from "./NewFlag";
import { flagsQuery, type Sought } from "./queries";

type State = "all" | "on" | "off";

/** Flags lists the flags of an environment: whoever has ten thousand searches them on the server, and scrolls as smoothly. */
export default function Flags(): ReactElement {
  const { t } = useTranslation("flags");
  const { env, may } = useEnvironment();
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [type, setType] = useState<FlagType | "">("");
  const [state, setState] = useState<State>("all");
  const [isNew, setNew] = useState(false);
  const [q] = useDebouncedValue(text.trim(), 150);
  const sought: Sought = { ...(q && { q }), ...(type && { type }), ...(state !== "all" && { enabled: state === "on" }) };
  const list = useInfiniteQuery(flagsQuery(env, sought));
  const draft = useQuery(draftQuery(env)).data;
  const total = list.data?.pages[0]?.total ?? 0;
  const rows = rowsOf(list.data?.pages.flatMap((page) => page.items) ?? [], draft, sought);
  const shown = total + rows.added.length;
  const isSought = Object.keys(sought).length > 0;
  const create = may("editor") && <Button leftSection={<Icon name="plus" size={18} />} onClick={() => setNew(true)}>{t("create")}</Button>;
  const isBare = list.isSuccess && shown === 0 && !isSought;
  return (
    <Page wide title={t("title")} about={t("about")} actions={isBare ? undefined : create}>
      <Card flush>
        {isBare ? <Empty icon="flags" title={t("none")} text={t("noneText")}>{create}</Empty> : (
          <div className={styles.tools}>
            <TextInput className={styles.find} type="search" aria-label={t("find")} placeholder={t("find")} leftSection={<Icon name="search" size={18} />} value={text} onChange={(event) => setText(event.currentTarget.value)} />
            <select className={select.select} aria-label={t("type")} value={type} onChange={(event) => setType(event.currentTarget.value as FlagType | "")}>
              <option value="">{t("types.all")}</option>
              {(["boolean", "string", "number", "object", "content"] as const).map((one) => <option key={one} value={one}>{t(`types.${one}`)}</option>)}
            </select>
            <SegmentedControl aria-label={t("state")} size="sm" value={state} onChange={(next) => setState(next as State)} data={(["all", "on", "off"] as const).map((value) => ({ value, label: t(`states.${value}`) }))} />
            <span className={styles.soft} role="status">{list.isSuccess && t("count", { count: shown, shown: count(shown) })}</span>
          </div>
        )}
        {list.isPending && <div className={styles.padded}><Loading /></div>}
        {list.isError && <Failure error={list.error} retry={() => void list.refetch()} />}
        {list.isSuccess && shown === 0 && isSought && <Empty icon="search" title={t("noMatch")} text={t("noMatchText")} />}
        {list.isSuccess && shown > 0 && <Rows env={env} all={[...rows.added, ...rows.published]} total={shown} more={list.hasNextPage && !list.isFetchingNextPage ? () => void list.fetchNextPage() : undefined} />}
      </Card>
      {isNew && <NewFlag env={env} close={() => setNew(false)} created={(key) => void navigate({ to: "/$env/flags/$key", params: { env, key } })} />}
    </Page>
  );
}

const high = 64;

function Rows({ env, all, total, more }: { env: string; all: readonly Row[]; total: number; more: (() => void) | undefined }): ReactElement {
  const { t } = useTranslation("flags");
  const scroll = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({ count: total, getScrollElement: () => scroll.current, estimateSize: () => high, overscan: 10 });
  const items = rows.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && last >= all.length - 50 && all.length < total) more();
  }, [more, last, all.length, total]);
  return (
    <div className={styles.scroll} ref={scroll}>
      <div className={styles.head} aria-hidden="true"><span>{t("flag")}</span><span>{t("type")}</span><span>{t("variants")}</span><span>{t("used")}</span><span>{t("changedBy")}</span></div>
      <div className={styles.rows} role="list" style={{ blockSize: rows.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const row = all[index];
          if (!row) return <div key={index} className={styles.row} style={{ transform: `translateY(${start}px)` }} aria-hidden="true"><Skeleton height={18} width="60%" /></div>;
          return (
            <div role="listitem" key={row.key} aria-setsize={total} aria-posinset={index + 1}>
              <Link className={styles.row} to="/$env/flags/$key" params={{ env, key: row.key }} style={{ transform: `translateY(${start}px)` }}>
                <Cells row={row} />
              </Link>
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Cells({ row }: { row: Row }): ReactElement {
  const { t } = useTranslation("flags");
  const words = { add: t("added"), change: t("changed"), delete: t("deleted") };
  const { changed } = row;
  return (
    <>
      <div className={styles.first}>
        <span className={styles.lamp} data-on={row.enabled || undefined} title={row.enabled ? t("states.on") : t("states.off")}><span className={styles.hidden}>{row.enabled ? t("states.on") : t("states.off")}</span></span>
        <div className={styles.cell}>
          <div className={styles.name}><span>{row.key}</span>{row.action && <span className={styles.badge} data-action={row.action}>{words[row.action]}</span>}</div>
          {row.description && <div className={styles.about}>{row.description}</div>}
        </div>
      </div>
      <span className={styles.soft}>{t(`types.${row.type}`)}</span>
      <span className={styles.chips}>{row.variants.slice(0, 4).map((name) => <span key={name} className={styles.chip}>{name}</span>)}{row.variants.length > 4 && <span className={styles.soft}>+{count(row.variants.length - 4)}</span>}</span>
      <span className={styles.soft}>{row.users > 0 ? t("usedTimes", { count: row.users, shown: count(row.users) }) : "–"}</span>
      <span className={styles.cell}>
        {changed && <><span className={styles.about}>{changed.author}</span><span className={styles.about} title={moment(changed.at)}>{ago(changed.at)}</span></>}
      </span>
    </>
  );
}


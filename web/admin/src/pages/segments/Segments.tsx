import { Button, TextInput } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { useEnvironment } from "../../app/useEnvironment";
import { Card } from "../../components/Card";
import { Empty } from "../../components/Empty";
import { Failure } from "../../components/Failure";
import { Icon } from "../../components/Icon";
import { Loading } from "../../components/Loading";
import { Page } from "../../components/Page";
import { count, share } from "../../texts/formats";
import { NewSegment } from "./NewSegment";
import styles from "./Segments.module.css";
import { finding, useSegments, type Listed } from "./useSegments";

/** Segments lists the segments of an environment, with how many people are in each. */
export default function Segments(): ReactElement {
  const { t } = useTranslation("segments");
  const { env, may } = useEnvironment();
  const navigate = useNavigate();
  const { query, segments, people, isWhole } = useSegments(env);
  const [text, setText] = useState("");
  const [isNew, setNew] = useState(false);
  const create = may("editor") && <Button leftSection={<Icon name="plus" size={18} />} onClick={() => setNew(true)}>{t("create")}</Button>;
  const found = finding(segments ?? [], text);
  return (
    <Page title={t("title")} about={t("about")} actions={segments?.length ? create : undefined}>
      <Card flush>
        {query.isPending && <div style={{ padding: 20 }}><Loading /></div>}
        {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
        {segments?.length === 0 && <Empty icon="segments" title={t("none")} text={t("noneText")}>{create}</Empty>}
        {segments && segments.length > 0 && (
          <>
            <div className={styles.tools}>
              <TextInput className={styles.find} type="search" aria-label={t("find")} placeholder={t("find")} leftSection={<Icon name="search" size={18} />} value={text} onChange={(event) => setText(event.currentTarget.value)} />
              <span className={styles.soft} role="status">{isWhole ? t("count", { count: found.length, shown: count(found.length) }) : t("counting")}</span>
            </div>
            {found.length > 0 ? <Rows env={env} found={found} people={people} /> : <Empty icon="search" title={t("noMatch")} text={t("noMatchText")} />}
          </>
        )}
      </Card>
      {isNew && <NewSegment taken={segments?.map(({ key }) => key) ?? []} close={() => setNew(false)} create={(key) => void navigate({ to: "/$env/segments/$key", params: { env, key }, search: { new: true } })} />}
    </Page>
  );
}

const high = 68;

function Rows({ env, found, people }: { env: string; found: readonly Listed[]; people: number }): ReactElement {
  const { t } = useTranslation("segments");
  const scroll = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({ count: found.length, getScrollElement: () => scroll.current, estimateSize: () => high, overscan: 8 });
  return (
    <div className={styles.scroll} ref={scroll}>
      <div className={styles.head} aria-hidden="true"><span>{t("name")}</span><span>{t("size")}</span><span>{t("used")}</span></div>
      <div className={styles.rows} role="list" style={{ blockSize: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const segment = found[index];
          return segment && (
            <div role="listitem" key={segment.key}>
              <Link className={styles.row} to="/$env/segments/$key" params={{ env, key: segment.key }} search={{}} style={{ transform: `translateY(${start}px)` }}>
                <Row segment={segment} people={people} />
              </Link>
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Row({ segment, people }: { segment: Listed; people: number }): ReactElement {
  const { t } = useTranslation("segments");
  const { size, usedBy, action } = segment;
  const words = { add: t("added"), change: t("changed"), delete: t("deleted") };
  return (
    <>
      <div style={{ minInlineSize: 0 }}>
        <div className={styles.name}><span>{segment.key}</span>{action && <span className={styles.badge} data-action={action}>{words[action]}</span>}</div>
        <div className={styles.about}>{segment.description || <code>{segment.when}</code>}</div>
      </div>
      <div className={styles.size}>
        <span>{size === undefined ? "–" : count(size)}{size !== undefined && people > 0 && <small>{share(size, people)}</small>}</span>
        <div className={styles.bar}><i style={{ inlineSize: people > 0 && size !== undefined ? `${(size / people) * 100}%` : 0 }} /></div>
      </div>
      <span className={styles.soft}>{usedBy.length > 0 ? t("usedTimes", { count: usedBy.length, shown: count(usedBy.length) }) : t("notUsed")}</span>
    </>
  );
}

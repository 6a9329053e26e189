import { Button, Select, TextInput } from "@mantine/core";
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
import { count, languageName, moment } from "../../texts/formats";
import styles from "./Content.module.css";
import { titled } from "./domain";
import { NewEntry } from "./NewEntry";
import { TypeDrawing } from "./TypeDrawing";
import { finding, useContents, type Listed, type Wanted } from "./useContents";

/** Contents lists the content of an environment. */
export default function Contents(): ReactElement {
  const { t } = useTranslation("content");
  const { env, may } = useEnvironment();
  const navigate = useNavigate();
  const { catalog, content, entries } = useContents(env);
  const [wanted, setWanted] = useState<Wanted>({ text: "", type: null, state: null });
  const [isNew, setNew] = useState(false);
  const create = may("editor") && <Button leftSection={<Icon name="plus" size={18} />} onClick={() => setNew(true)}>{t("new.button")}</Button>;
  const failed = catalog.isError ? catalog : content.isError ? content : undefined;
  const found = finding(entries ?? [], wanted);
  const types = [...new Set(entries?.map(({ type }) => type))].sort();
  return (
    <Page title={t("title")} about={t("about")} actions={entries?.length ? create : undefined}>
      <Card flush>
        {failed ? <Failure error={failed.error} retry={() => void failed.refetch()} /> : !entries && <div className={styles.pad}><Loading /></div>}
        {entries?.length === 0 && <Empty icon="content" title={t("none")} text={t("noneText")}>{create}</Empty>}
        {entries && entries.length > 0 && (
          <>
            <div className={styles.tools}>
              <TextInput className={styles.find ?? ""} type="search" aria-label={t("find")} placeholder={t("find")} leftSection={<Icon name="search" size={18} />} value={wanted.text} onChange={(event) => setWanted({ ...wanted, text: event.currentTarget.value })} />
              <Select className={styles.filter ?? ""} aria-label={t("filter.type")} placeholder={t("filter.type")} clearable clearButtonProps={{ "aria-label": t("field.clear") }} data={types.map((value) => ({ value, label: titled(value) }))} value={wanted.type} onChange={(type) => setWanted({ ...wanted, type })} />
              <Select className={styles.filter ?? ""} aria-label={t("filter.state")} placeholder={t("filter.state")} clearable clearButtonProps={{ "aria-label": t("field.clear") }} data={(["draft", "incomplete", "scheduled"] as const).map((value) => ({ value, label: t(`filter.${value}`) }))} value={wanted.state} onChange={(state) => setWanted({ ...wanted, state: state as Wanted["state"] })} />
              <span className={styles.soft} role="status">{t("shown", { count: found.length, shown: count(found.length) })}</span>
            </div>
            {found.length > 0 ? <Rows env={env} found={found} locales={content.data?.locales ?? []} /> : <Empty icon="search" title={t("noMatch")} text={t("noMatchText")} />}
          </>
        )}
      </Card>
      {isNew && content.data && <NewEntry env={env} types={content.data.types} taken={entries?.map(({ key }) => key) ?? []} close={() => setNew(false)} open={(key) => void navigate({ to: "/$env/content/$key", params: { env, key } })} />}
    </Page>
  );
}

const high = 76;

function Rows({ env, found, locales }: { env: string; found: readonly Listed[]; locales: readonly string[] }): ReactElement {
  const { t } = useTranslation("content");
  const scroll = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({ count: found.length, getScrollElement: () => scroll.current, estimateSize: () => high, overscan: 8 });
  return (
    <div className={styles.scroll} ref={scroll}>
      <div className={styles.head} aria-hidden="true"><span>{t("column.name")}</span><span>{t("column.languages")}</span><span>{t("column.when")}</span><span>{t("column.used")}</span></div>
      <div className={styles.rows} role="list" style={{ blockSize: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const entry = found[index];
          return entry && (
            <div role="listitem" key={entry.key}>
              <Link className={styles.row} to="/$env/content/$key" params={{ env, key: entry.key }} style={{ transform: `translateY(${start}px)` }}><Row entry={entry} locales={locales} /></Link>
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Row({ entry, locales }: { entry: Listed; locales: readonly string[] }): ReactElement {
  const { t } = useTranslation("content");
  const { action, completeness, showing } = entry;
  return (
    <>
      <span className={styles.what}>
        <TypeDrawing type={entry.type} />
        <span className={styles.names}>
          <span className={styles.entryName}><span>{entry.key}</span>{action && <span className={styles.badge} data-action={action}>{t(`action.${action}`)}</span>}</span>
          <span className={styles.entryAbout}>{titled(entry.type)}{entry.variants > 0 && ` · ${t("variants", { count: entry.variants, shown: count(entry.variants) })}`}{entry.description && ` · ${entry.description}`}</span>
        </span>
      </span>
      <span className={styles.bars}>
        {completeness && completeness.fields > 0 && locales.map((locale) => {
          const part = (completeness.locales[locale] ?? 0) / completeness.fields;
          return (
            <span key={locale} className={styles.bar} role="img" aria-label={`${languageName(locale)}: ${t("saidOf", { said: completeness.locales[locale] ?? 0, most: completeness.fields })}`} title={`${languageName(locale)}: ${t("saidOf", { said: completeness.locales[locale] ?? 0, most: completeness.fields })}`}>
              <small>{locale}</small><i data-whole={part === 1 || undefined}><b style={{ inlineSize: `${part * 100}%` }} /></i>
            </span>
          );
        })}
      </span>
      <span className={styles.times}>
        <span className={styles.state} data-state={showing}>{t(`state.${showing}`)}</span>
        {showing === "planned" && entry.publish_at && <small>{t("when.fromWords", { at: moment(entry.publish_at) })}</small>}
        {showing === "season" && entry.unpublish_at && <small>{t("when.untilWords", { at: moment(entry.unpublish_at) })}</small>}
      </span>
      <span className={styles.soft}>{entry.users > 0 ? t("usedTimes", { count: entry.users, shown: count(entry.users) }) : t("usedNot")}</span>
    </>
  );
}

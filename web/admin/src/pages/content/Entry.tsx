import { Button, Switch, Tabs, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { useEnvironment } from "../../app/useEnvironment";
import { Card } from "../../components/Card";
import { Empty } from "../../components/Empty";
import { Failure } from "../../components/Failure";
import { Icon } from "../../components/Icon";
import { Loading } from "../../components/Loading";
import { backClass, BackMark, Page } from "../../components/Page";
import { say } from "../../components/toast";
import { Conflict } from "../../drafts/Conflict";
import { draftQuery } from "../../drafts/draft";
import { SaveState } from "../../drafts/SaveState";
import { languageName, moment } from "../../texts/formats";
import { definitionQuery } from "../../preview/queries";
import styles from "./Content.module.css";
import { completeness, showing, titled, together, valuesOf, withPart, withValue } from "./domain";
import { EntryPreview } from "./EntryPreview";
import { FieldRows } from "./FieldRows";
import { instantOf, localOf } from "./times";
import { useEntry, type Editing } from "./useEntry";
import { Variants } from "./Variants";

/** EntryPage is one entry of content: its form, and beside it what people see of it. */
export default function EntryPage(): ReactElement {
  const { t } = useTranslation("content");
  const { env } = useEnvironment();
  const { key: name = "" } = useParams({ strict: false });
  const { definition, content, change, entry, fields, locales } = useEntry(env, name);
  const draft = useQuery(draftQuery(env));
  const back = <Link className={backClass} to="/$env/content" params={{ env }}><BackMark />{t("title")}</Link>;
  const isPending = definition.isPending || content.isPending || draft.isPending;
  const failed = definition.isError ? definition : content.isError ? content : undefined;
  return (
    <Page title={name} back={back} wide about={entry ? titled(entry.type) : undefined} actions={<SaveState change={change} />}>
      {failed ? <Failure error={failed.error} retry={() => void failed.refetch()} />
        : isPending ? <Loading />
        : entry === null ? <Empty icon="trash" title={t("gone")} text={t("goneText")}><Button onClick={() => void change.undo()}>{t("bringBack")}</Button></Empty>
        : entry === undefined ? <Empty icon="content" title={t("unknown", { name })} />
        : <Editor key={name} editing={{ env, name, entry, change, fields, locales }} />}
    </Page>
  );
}

/** all stands for every language at once. */
const all = "*";

function Editor({ editing }: { editing: Editing }): ReactElement {
  const { may } = useEnvironment();
  const { env, name, entry, change, fields, locales } = editing;
  const [language, setLanguage] = useState(locales[0] ?? "");
  const [chosen, setVariant] = useState<string>();
  const variant = chosen !== undefined && entry.variants?.[chosen] ? chosen : undefined;
  const locale = language === all ? undefined : language;
  const isMine = may("editor");
  return (
    <>
      <Conflict change={change} name={name} show={(value) => <code>{JSON.stringify(value?.fields, null, 1)}</code>} />
      <div className={styles.editorLayout}>
        <div className={styles.column} inert={!isMine}>
          <Variants editing={editing} variant={variant} choose={setVariant} />
          <Card>
            {locales.length > 1 && <Languages editing={editing} variant={variant} language={language} choose={setLanguage} />}
            <FieldRows
              key={`${variant ?? ""}/${language}`} where={{ env, locales, locale, blur: change.flush }} fields={fields} values={valuesOf(entry, variant)} baseline={variant === undefined ? undefined : entry.fields}
              change={(field, value) => change.edit(withValue(entry, variant, field, value))}
            />
          </Card>
          <Settings editing={editing} />
        </div>
        <div className={styles.aside}><EntryPreview env={env} name={name} entry={entry} variant={variant} locale={locale ?? locales[0]} /></div>
      </div>
    </>
  );
}

/** Languages are tabs that say how much is said in each language. */
function Languages({ editing, variant, language, choose }: { editing: Editing; variant: string | undefined; language: string; choose: (language: string) => void }): ReactElement {
  const { t } = useTranslation("content");
  const { entry, fields, locales } = editing;
  const { fields: most, locales: said } = completeness(fields, together(entry, variant), locales);
  return (
    <Tabs value={language} onChange={(next) => choose(next ?? "")} mb="lg" aria-label={t("languages")}>
      <Tabs.List>
        {locales.map((locale) => (
          <Tabs.Tab key={locale} value={locale}>
            <span className={styles.tab}>{languageName(locale)}<span className={styles.part} data-whole={said[locale] === most || undefined} title={t("saidOf", { said: said[locale] ?? 0, most })}>{said[locale] === most ? <Icon name="check" size={14} /> : `${said[locale] ?? 0}/${most}`}</span></span>
          </Tabs.Tab>
        ))}
        <Tabs.Tab value={all}>{t("allLanguages")}</Tabs.Tab>
      </Tabs.List>
    </Tabs>
  );
}

/** Settings says when an entry is shown, and what it is for. */
function Settings({ editing }: { editing: Editing }): ReactElement {
  const { t } = useTranslation("content");
  const navigate = useNavigate();
  const { env, name, entry, change } = editing;
  const remove = (): void => {
    change.edit(null);
    say(t("deleted", { name }));
    void navigate({ to: "/$env/content", params: { env } });
  };
  const state = showing(entry, Date.now());
  return (
    <Card title={t("when.title")} aside={<span className={styles.state} data-state={state}>{t(`state.${state}`)}</span>}>
      <div className={styles.settings}>
        <Switch label={t("when.draft")} description={t("when.draftHint")} checked={entry.draft === true} onChange={(event) => change.edit(withPart(entry, "draft", event.currentTarget.checked))} />
        <div className={styles.pair}>
          <TextInput type="datetime-local" label={t("when.from")} value={localOf(entry.publish_at)} onBlur={change.flush} onChange={(event) => change.edit(withPart(entry, "publish_at", instantOf(event.currentTarget.value)))} />
          <TextInput type="datetime-local" label={t("when.until")} value={localOf(entry.unpublish_at)} onBlur={change.flush} onChange={(event) => change.edit(withPart(entry, "unpublish_at", instantOf(event.currentTarget.value)))} error={entry.publish_at && entry.unpublish_at && entry.unpublish_at <= entry.publish_at && t("when.order")} />
        </div>
        {(entry.publish_at || entry.unpublish_at) && <p className={styles.soft}>{entry.publish_at && t("when.fromWords", { at: moment(entry.publish_at) })} {entry.unpublish_at && t("when.untilWords", { at: moment(entry.unpublish_at) })}</p>}
        <TextInput label={t("when.about")} description={t("when.aboutHint")} dir="auto" value={entry.description ?? ""} onBlur={change.flush} onChange={(event) => change.edit(withPart(entry, "description", event.currentTarget.value))} />
        <Users env={env} name={name} />
        <div><Button variant="subtle" color="brick" leftSection={<Icon name="trash" size={17} />} onClick={remove}>{t("delete")}</Button></div>
      </div>
    </Card>
  );
}

function Users({ env, name }: { env: string; name: string }): ReactElement | null {
  const { t } = useTranslation("content");
  const users = useQuery(definitionQuery(env, "content", name)).data?.users ?? [];
  if (users.length === 0) return <p className={styles.soft}>{t("usedNowhere")}</p>;
  return (
    <p className={styles.soft}>{t("usedBy")} {users.map(({ kind, key }, at) => (
      <span key={`${kind}/${key}`}>{at > 0 && ", "}{kind === "flag" ? <Link to="/$env/slots/$key" params={{ env, key }}>{key}</Link> : kind === "content" ? <Link to="/$env/content/$key" params={{ env, key }}>{key}</Link> : key}</span>
    ))}</p>
  );
}

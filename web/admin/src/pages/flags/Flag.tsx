import { Alert, Button, Switch, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useCallback, useRef, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { useEnvironment } from "../../app/useEnvironment";
import { Card } from "../../components/Card";
import { Empty } from "../../components/Empty";
import { Failure } from "../../components/Failure";
import { Icon } from "../../components/Icon";
import { LinkButton } from "../../components/LinkButton";
import { Loading } from "../../components/Loading";
import { backClass, BackMark, Page } from "../../components/Page";
import { Conflict } from "../../drafts/Conflict";
import { draftQuery } from "../../drafts/draft";
import { SaveState } from "../../drafts/SaveState";
import { useChange, type Change } from "../../drafts/useChange";
import { Compare } from "./Compare";
import { Explain } from "./Explain";
import styles from "./Flags.module.css";
import { served, set, type FlagDefinition } from "./definition";
import { Metadata } from "./Metadata";
import { Past, Uses } from "./Past";
import { flagQuery, type Published } from "./queries";
import { ServeField } from "./ServeField";
import { Targeting } from "./Targeting";
import { useWrongs, type Wrong } from "./useWrongs";
import { Variants } from "./Variants";

const route = getRouteApi("/$env/flags/$key");

/** Flag shows one flag, and is where it is edited. */
export default function Flag(): ReactElement {
  const { t } = useTranslation("flags");
  const { key } = route.useParams();
  const { env } = useEnvironment();
  const published = useQuery(flagQuery(env, key));
  const draft = useQuery(draftQuery(env));
  const back = <Link className={backClass} to="/$env/flags" params={{ env }}><BackMark />{t("title")}</Link>;
  const failed = published.error ?? draft.error;
  if (failed) return <Page title={key} back={back}><Failure error={failed} retry={() => void Promise.all([published.refetch(), draft.refetch()])} /></Page>;
  if (published.data === undefined || draft.isPending) return <Page title={key} back={back}><Loading /></Page>;
  return <Editor key={`${env}/${key}`} env={env} name={key} published={published.data} back={back} />;
}

interface Edited {
  env: string;
  name: string;
  published: Published | null;
  back: ReactElement;
}

function Editor({ env, name, published, back }: Edited): ReactElement {
  const { t } = useTranslation("flags");
  const { may } = useEnvironment();
  const change = useChange<FlagDefinition>(env, "flag", name, published?.value);
  const { value } = change;
  const users = published?.users ?? [];
  if (value === undefined) {
    return (
      <Page title={name} back={back}>
        <Empty icon="flags" title={t("missing", { key: name })} text={t("missingText")}><LinkButton to="/$env/flags" params={{ env }}>{t("toList")}</LinkButton></Empty>
      </Page>
    );
  }
  const remove = may("editor") && value !== null && (
    <Button
      variant="default" leftSection={<Icon name="trash" size={18} />} disabled={users.length > 0}
      title={users.length > 0 ? t("inUse", { users: users.map(({ key }) => key).join(", ") }) : undefined}
      onClick={() => (published ? change.edit(null) : void change.undo())}
    >
      {t("remove")}
    </Button>
  );
  return (
    <Page wide title={name} back={back} about={value?.description} actions={<><SaveState change={change} />{remove}</>}>
      <Conflict change={change} name={name} show={(one) => <p>{one ? t("inShort", { variants: Object.keys(one.variants ?? {}).join(", "), rules: (one.targeting ?? []).length, fallback: served(one.default).map(([each]) => each).join(", ") || "–" }) : t("deleted")}</p>} />
      {value === null ? (
        <Empty icon="trash" title={t("gone")} text={t("goneText", { key: name })}><Button onClick={() => void change.undo()}>{t("keep")}</Button></Empty>
      ) : value.type === "content" ? (
        <Empty icon="slots" title={t("isSlot")} text={t("isSlotText")}>
          {/* The page of slots has its own route. */}
          <Button component="a" href={`/admin/${encodeURIComponent(env)}/slots/${encodeURIComponent(name)}`}>{t("toSlot")}</Button>
        </Empty>
      ) : (
        <Parts env={env} name={name} change={change} value={{ ...value, variants: value.variants ?? {} }} published={published} />
      )}
    </Page>
  );
}

/** Update changes a flag as it is at that moment: sentences are written by the server, and come back later. */
export type Update = (change: (flag: FlagDefinition) => FlagDefinition) => void;

interface Shown {
  env: string;
  name: string;
  change: Change<FlagDefinition>;
  value: FlagDefinition;
  published: Published | null;
}

function Parts({ env, name, change, value, published }: Shown): ReactElement {
  const { t } = useTranslation("flags");
  const { may } = useEnvironment();
  const { edit, flush } = change;
  const latest = useRef(value);
  latest.current = value;
  const update = useCallback<Update>((make) => edit((latest.current = make(latest.current))), [edit]);
  const wrongs = useWrongs(env, name, change);
  return (
    <div className={styles.columns}>
      <div className={styles.column}>
        {!may("editor") && <p className={styles.soft}>{t("readOnly")}</p>}
        <Wrongs wrongs={wrongs} />
        <div className={styles.column} inert={!may("editor")} onBlur={flush}>
          <Basics value={value} update={update} />
          <Variants value={value} update={update} />
          <Targeting env={env} name={name} value={value} update={update} flush={flush} published={published?.value.targeting?.flatMap((entry) => entry.name ?? []) ?? []} />
          <Fallback value={value} update={update} />
          <Metadata value={value} update={update} />
        </div>
      </div>
      <aside className={styles.aside}>
        <Explain env={env} name={name} change={change} />
        <Compare env={env} name={name} value={value} />
        <Uses env={env} users={published?.users ?? []} />
        <Past env={env} published={published} />
      </aside>
    </div>
  );
}

/** Wrongs are what keeps the flag from being published. */
function Wrongs({ wrongs }: { wrongs: readonly Wrong[] }): ReactElement | null {
  const { t } = useTranslation("flags");
  if (wrongs.length === 0) return null;
  return (
    <Alert color="brick" title={t("wrong")} icon={<Icon name="warning" />}>
      <ul className={styles.wrongs}>{wrongs.map((wrong, at) => <li key={at}><code>{wrong.where}</code> {wrong.message}{wrong.hint && <> – {wrong.hint}</>}</li>)}</ul>
    </Alert>
  );
}

function Basics({ value, update }: { value: FlagDefinition; update: Update }): ReactElement {
  const { t } = useTranslation("flags");
  const isOn = value.enabled !== false;
  return (
    <section className={styles.banner} data-on={isOn || undefined} aria-label={t("basics")}>
      <div className={styles.switches}>
        <Switch size="lg" label={isOn ? t("isOn") : t("isOff")} description={isOn ? t("isOnHint") : t("isOffHint")} checked={isOn} onChange={(event) => { const on = event.currentTarget.checked; update((flag) => ({ ...flag, enabled: on })); }} />
        <Switch label={t("client")} description={t("clientHint")} checked={value.client === true} onChange={(event) => { const on = event.currentTarget.checked; update((flag) => set(flag, "client", on || undefined)); }} />
      </div>
      <TextInput label={t("description")} placeholder={t("descriptionHint")} value={value.description ?? ""} onChange={(event) => { const text = event.currentTarget.value; update((flag) => set(flag, "description", text || undefined)); }} />
    </section>
  );
}

/** Fallback is what everybody else gets, and what everybody gets while the flag is off. */
function Fallback({ value, update }: { value: FlagDefinition; update: Update }): ReactElement {
  const { t } = useTranslation("flags");
  const names = Object.keys(value.variants);
  return (
    <Card title={t("others")}>
      <p className={styles.soft}>{(value.targeting?.length ?? 0) > 0 ? t("othersHint") : t("everybodyHint")}</p>
      <ServeField label={t("others")} names={names} serve={value.default} none={t("callers")} change={(serve) => update((flag) => set(flag, "default", serve))} />
      <div className={styles.off}>
        <label>
          <span>{t("off")}</span>
          <select className={styles.select} value={value.off ?? ""} onChange={(event) => { const off = event.currentTarget.value; update((flag) => set(flag, "off", off || undefined)); }}>
            <option value="">{t("callers")}</option>
            {names.map((name) => <option key={name}>{name}</option>)}
          </select>
        </label>
      </div>
    </Card>
  );
}

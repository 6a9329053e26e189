import { Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useCallback, useEffect, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { definitionsQuery, segmentsQuery, type SegmentDefinition } from "../../api/queries";
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
import { RuleSentences, RuleSource } from "../../rules/RuleEditor";
import { SizeCard, useSize } from "../../rules/SizeCard";
import { useRule } from "../../rules/useRule";
import { Comparison } from "./Comparison";
import styles from "./Segments.module.css";

const route = getRouteApi("/$env/segments/$key");

/** Segment shows one segment, and is where it is edited. */
export default function Segment(): ReactElement {
  const { t } = useTranslation("segments");
  const { key } = route.useParams();
  const { env } = useEnvironment();
  const definitions = useQuery(definitionsQuery(env));
  const draft = useQuery(draftQuery(env));
  const back = <Link className={backClass} to="/$env/segments" params={{ env }}><BackMark />{t("back")}</Link>;
  const failed = definitions.error ?? draft.error;
  if (failed) return <Page title={key} back={back}><Failure error={failed} retry={() => void Promise.all([definitions.refetch(), draft.refetch()])} /></Page>;
  if (!definitions.data || draft.isPending) return <Page title={key} back={back}><Loading /></Page>;
  return <Editor key={`${env}/${key}`} env={env} name={key} published={definitions.data.segments?.[key]} back={back} />;
}

/** Edited is a segment on its page. */
interface Edited {
  env: string;
  name: string;
  published: SegmentDefinition | undefined;
  back: ReactElement;
}

function Editor({ env, name, published, back }: Edited): ReactElement {
  const { t } = useTranslation("segments");
  const { may } = useEnvironment();
  const isNew = route.useSearch().new === true;
  const change = useChange<SegmentDefinition>(env, "segment", name, published);
  const { value, edit } = change;
  useEffect(() => {
    if (isNew && value === undefined) edit({ when: "" });
  }, [isNew, value, edit]);
  if (value === undefined) {
    return (
      <Page title={name} back={back}>
        <Empty icon="segments" title={t("missing", { key: name })} text={t("missingText")}><LinkButton to="/$env/segments" params={{ env }}>{t("toList")}</LinkButton></Empty>
      </Page>
    );
  }
  const remove = may("editor") && value !== null && (
    <Button variant="default" leftSection={<Icon name="trash" size={18} />} onClick={() => (published ? edit(null) : void change.undo())}>{t("remove")}</Button>
  );
  return (
    <Page wide title={name} back={back} actions={<><SaveState change={change} />{remove}</>}>
      <Conflict change={change} name={name} show={(one) => <code>{one ? one.when : t("deleted")}</code>} />
      {value === null ? (
        <Empty icon="trash" title={t("gone")} text={t("goneText", { key: name })}><Button onClick={() => void change.undo()}>{t("keep")}</Button></Empty>
      ) : (
        <Parts env={env} name={name} change={change} value={value} />
      )}
    </Page>
  );
}

function Parts({ env, name, change, value }: { env: string; name: string; change: Change<SegmentDefinition>; value: SegmentDefinition }): ReactElement {
  const { t } = useTranslation("segments");
  const { may } = useEnvironment();
  const { edit } = change;
  const describe = (description: string): void => edit(description ? { ...value, description } : { when: value.when });
  const { description } = value;
  const write = useCallback((when: string) => edit({ ...(description && { description }), when }), [edit, description]);
  const rule = useRule(env, value.when, write);
  const size = useSize(env, rule.right);
  return (
    <div className={styles.columns}>
      <div className={styles.column} inert={!may("editor")} onBlur={change.flush}>
        {!may("editor") && <p className={styles.soft}>{t("readOnly")}</p>}
        <TextInput label={t("description")} placeholder={t("descriptionHint")} value={description ?? ""} onChange={(event) => describe(event.currentTarget.value)} />
        <RuleSentences env={env} rule={rule} counts={size.data?.conditions} />
      </div>
      <div className={styles.aside}>
        <SizeCard size={size} />
        {change.isChanged && rule.right !== undefined && <Comparison env={env} name={name} when={rule.right} />}
        <div inert={!may("editor")}><RuleSource env={env} rule={rule} blur={change.flush} /></div>
        <Uses env={env} name={name} />
      </div>
    </div>
  );
}

/** Uses lists what reads a segment. */
function Uses({ env, name }: { env: string; name: string }): ReactElement {
  const { t } = useTranslation("segments");
  const uses = useQuery(segmentsQuery(env)).data?.segments.find(({ key }) => key === name)?.used_by ?? [];
  return (
    <Card title={t("usedTitle")}>
      <p className={styles.soft}>{uses.length > 0 ? t("usedHint") : t("notUsedText")}</p>
      <ul className={styles.uses}>
        {uses.map((use) => (
          <li key={use}><Icon name={use.startsWith("segment") ? "segments" : "flags"} size={17} />{use.replace(/^\w+ /, "")}</li>
        ))}
      </ul>
    </Card>
  );
}

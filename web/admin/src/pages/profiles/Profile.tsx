import { Button } from "@mantine/core";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState, type ReactElement, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "../../api/client";
import { answer } from "../../api/refusal";
import { useEnvironment } from "../../app/useEnvironment";
import blocks from "../../components/blocks.module.css";
import { Card } from "../../components/Card";
import { Confirm } from "../../components/Confirm";
import { Failure } from "../../components/Failure";
import { Icon } from "../../components/Icon";
import { Loading } from "../../components/Loading";
import { backClass, BackMark, Page } from "../../components/Page";
import { say } from "../../components/toast";
import { When } from "../../components/When";
import { count, moment } from "../../texts/formats";
import { Erase } from "./Erase";
import { isInstant, nameOf, written } from "./profile";
import styles from "./Profiles.module.css";
import { Replay } from "./Replay";
import { Timeline } from "./Timeline";

type Known = Schemas["Profile"];

const route = getRouteApi("/$env/profiles/$key");

const profileQuery = (env: string, person: string) =>
  queryOptions({
    queryKey: [env, "profile", person],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/environments/{env}/profiles/{person}", { params: { path: { env, person } }, signal })),
  });

/** Profile shows everything that is known of somebody, what they were given, and why. */
export default function Profile(): ReactElement {
  const { t } = useTranslation("profiles");
  const { key } = route.useParams();
  const { env } = useEnvironment();
  const profile = useQuery(profileQuery(env, key));
  const back = <Link className={backClass} to="/$env/profiles" params={{ env }}><BackMark />{t("title")}</Link>;
  if (profile.isError) return <Page title={key} back={back}><Failure error={profile.error} retry={() => void profile.refetch()} /></Page>;
  if (!profile.data) return <Page title={key} back={back}><Loading /></Page>;
  return <Whole key={`${env}/${key}`} env={env} known={profile.data} back={back} />;
}

function Whole({ env, known, back }: { env: string; known: Known; back: ReactElement }): ReactElement {
  const { t } = useTranslation("profiles");
  const { may } = useEnvironment();
  const [erasing, setErasing] = useState(false);
  const file = `/api/v1/environments/${encodeURIComponent(env)}/profiles/${encodeURIComponent(known.person)}/export`;
  const actions = may("admin") && (
    <>
      <Button component="a" href={file} download={`${known.person}.json`} variant="default" c="var(--ink)">{t("export")}</Button>
      <Button variant="default" leftSection={<Icon name="trash" size={18} />} onClick={() => setErasing(true)}>{t("erase")}</Button>
    </>
  );
  return (
    <Page wide title={nameOf(known)} back={back} about={<>{t("firstSeen")} <When at={known.first_seen} /> · {t("lastSeenAt")} <When at={known.last_seen} /></>} actions={actions}>
      <div className={blocks.columns}>
        <div className={blocks.column}>
          <Traits known={known} />
          <Given known={known} />
          {known.kind === "person" && <Replay env={env} person={known.person} />}
          <Timeline env={env} person={known.person} />
        </div>
        <div className={blocks.column}>
          <Names known={known} />
          <Belongs env={env} known={known} />
          <Happened known={known} />
          {known.merged.length > 0 && <Merged env={env} known={known} />}
        </div>
      </div>
      {erasing && <Erase env={env} person={known.person} name={nameOf(known)} close={() => setErasing(false)} />}
    </Page>
  );
}

function Traits({ known }: { known: Known }): ReactElement {
  const { t } = useTranslation("profiles");
  return (
    <Card title={t("attributes")}>
      {known.traits.length + known.computed.length === 0 && <p className={blocks.soft}>{t("noAttributes")}</p>}
      <dl className={styles.facts}>
        {known.traits.map((trait) => (
          <Fact key={trait.name} name={trait.name} value={isInstant(trait.value) ? moment(trait.value) : written(trait.value)}>
            <small>{t("told")} <When at={trait.since} />{!trait.type && ` · ${t("undeclared")}`}</small>
            {trait.problem && <div className={blocks.about}><Icon name="warning" size={14} /> {trait.problem}</div>}
          </Fact>
        ))}
        {known.computed.map((one) => (
          <Fact key={`computed ${one.name}`} name={one.name} value={written(one.value)}><small>{t("computed")}{one.until && ` · ${t("until", { at: moment(one.until) })}`}</small></Fact>
        ))}
        {known.scores.map((score) => <Fact key={`score ${score.name}`} name={score.name} value={score.text ?? written(score.number)}><small>{t("score", { version: score.version })}</small></Fact>)}
      </dl>
    </Card>
  );
}

function Fact({ name, value, children }: { name: string; value: string; children?: ReactNode }): ReactElement {
  return <><dt>{name}</dt><dd><strong>{value}</strong>{children}</dd></>;
}

function Names({ known }: { known: Known }): ReactElement {
  const { t } = useTranslation("profiles");
  return (
    <Card title={t("names")}>
      <dl className={styles.facts}>
        {known.identifiers.map(({ kind, value }) => <Fact key={`${kind}/${value}`} name={t(`identifier.${kind}`)} value={value} />)}
        <Fact name={t("person")} value={known.person} />
      </dl>
    </Card>
  );
}

function Belongs({ env, known }: { env: string; known: Known }): ReactElement {
  const { t } = useTranslation("profiles");
  return (
    <Card title={t("belongs")}>
      <dl className={styles.facts}>
        <dt>{t("segments")}</dt>
        <dd>{known.segments.length === 0 ? t("noSegments") : known.segments.map(({ segment, since }) => <div key={segment}><Link to="/$env/segments/$key" params={{ env, key: segment }}>{segment}</Link><small>{t("since")} <When at={since} /></small></div>)}</dd>
        {known.groups.length > 0 && <><dt>{t("groups")}</dt><dd>{known.groups.map(({ group, since }) => <div key={group}>{group}<small>{t("since")} <When at={since} /></small></div>)}</dd></>}
        {known.lists.length > 0 && <><dt>{t("lists")}</dt><dd>{known.lists.map((list) => <div key={list}><Link to="/$env/settings/lists/$key" params={{ env, key: list }}>{list}</Link></div>)}</dd></>}
      </dl>
    </Card>
  );
}

function Given({ known }: { known: Known }): ReactElement {
  const { t } = useTranslation("profiles");
  return (
    <Card title={t("given")}>
      {known.given.length === 0 ? <p className={blocks.soft}>{t("noGiven")}</p> : (
        <ul className={blocks.lines}>
          {known.given.map((one) => (
            <li key={one.flag} className={blocks.buttons} style={{ paddingBlock: 8 }}>
              <strong>{one.flag}</strong>
              <span className={blocks.tag} data-tone="lead">{one.variant ?? t("noVariant")}</span>
              <span className={blocks.soft}>{one.targeting ? t("because", { name: one.targeting }) : one.reason} · {t("revision", { revision: count(one.revision) })} · <When at={one.at} /></span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Happened({ known }: { known: Known }): ReactElement {
  const { t } = useTranslation("profiles");
  return (
    <Card title={t("did")}>
      {known.events.length === 0 && <p className={blocks.soft}>{t("didNothing")}</p>}
      <dl className={styles.facts}>
        {known.events.map((one) => <Fact key={one.event} name={one.event} value={t("times", { count: one.count, shown: count(one.count) })}><small><When at={one.last} /></small></Fact>)}
      </dl>
    </Card>
  );
}

function Merged({ env, known }: { env: string; known: Known }): ReactElement {
  const { t } = useTranslation("profiles");
  const { may } = useEnvironment();
  const client = useQueryClient();
  const [asked, setAsked] = useState<string>();
  const undo = useMutation({
    mutationFn: (merged: string) => answer(api.POST("/api/v1/environments/{env}/profiles/{person}/unmerge", { params: { path: { env, person: known.person } }, body: { merged } })),
    onSuccess: async () => {
      setAsked(undefined);
      say(t("unmerged"));
      await client.invalidateQueries({ queryKey: [env] });
    },
  });
  return (
    <Card title={t("merged")}>
      <ul className={blocks.lines}>
        {known.merged.map((one) => (
          <li key={one.person} className={blocks.fields} style={{ paddingBlock: 8, gap: 6 }}>
            <div><strong>{nameOf(one)}</strong><div className={blocks.soft}><When at={one.at} /></div></div>
            {may("admin") && <Button variant="default" size="compact-sm" leftSection={<Icon name="undo" size={16} />} aria-label={`${t("unmerge")}: ${nameOf(one)}`} onClick={() => setAsked(one.person)}>{t("unmerge")}</Button>}
          </li>
        ))}
      </ul>
      {asked && <Confirm title={t("unmergeTitle")} button={t("unmerge")} pending={undo.isPending} confirm={() => undo.mutate(asked)} close={() => setAsked(undefined)}><p>{t("unmergeText")}</p></Confirm>}
    </Card>
  );
}

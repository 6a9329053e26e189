import { Button, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { useEnvironment } from "../../app/useEnvironment";
import blocks from "../../components/blocks.module.css";
import { Card } from "../../components/Card";
import { Icon } from "../../components/Icon";
import { backClass, BackMark } from "../../components/Page";
import { DefinitionPage } from "../../drafts/DefinitionPage";
import { useDefinition } from "../../drafts/useDefinitions";
import { vocabularyQuery } from "../../rules/queries";
import { count } from "../../texts/formats";
import { PropertyForm } from "./PropertyForm";
import { freeName, isLength, renamed, violations, type EventSchema, type Property } from "./schema";

const route = getRouteApi("/$env/events/declared/$key");

/** EventPage declares one event: its properties, and what becomes of what is not like them. */
export default function EventPage(): ReactElement {
  const { t } = useTranslation("events");
  const { key } = route.useParams();
  const { env } = useEnvironment();
  const definition = useDefinition<EventSchema>(env, "event", key);
  const back = <Link className={backClass} to="/$env/events" params={{ env }}><BackMark />{t("title")}</Link>;
  return (
    <DefinitionPage key={`${env}/${key}`} name={key} icon="events" back={back} definition={definition} about={definition.change.value?.description} aside={<Seen env={env} name={key} />}>
      {(value, edit) => <Form value={value} edit={edit} />}
    </DefinitionPage>
  );
}

/** without leaves out of a declaration what is empty. */
function without({ description, retention, ...rest }: EventSchema): EventSchema {
  return { ...(description && { description }), ...(retention && { retention }), ...rest };
}

function Form({ value, edit }: { value: EventSchema; edit: (value: EventSchema) => void }): ReactElement {
  const { t } = useTranslation("events");
  return (
    <>
      <Card>
        <div className={blocks.fields}>
          <Textarea label={t("description")} autosize minRows={2} value={value.description ?? ""} onChange={(event) => edit(without({ ...value, description: event.currentTarget.value }))} />
          <div className={blocks.pair}>
            <NativeSelect label={t("onViolation")} value={value.on_violation ?? "quarantine"} data={violations.map((one) => ({ value: one, label: t(`violation.${one}`) }))} onChange={(event) => edit({ ...value, on_violation: event.currentTarget.value as NonNullable<EventSchema["on_violation"]> })} />
            <NativeSelect label={t("extra")} value={value.extra ?? "accept"} data={(["accept", "drop", "quarantine"] as const).map((one) => ({ value: one, label: t(`extras.${one}`) }))} onChange={(event) => edit({ ...value, extra: event.currentTarget.value as NonNullable<EventSchema["extra"]> })} />
            <TextInput label={t("retention")} description={t("retentionHint")} placeholder="90d" value={value.retention ?? ""} error={isLength(value.retention ?? "") ? undefined : t("retentionWrong")} onChange={(event) => edit(without({ ...value, retention: event.currentTarget.value.trim() }))} />
          </div>
        </div>
      </Card>
      <Properties properties={value.properties ?? {}} edit={(properties) => edit({ ...value, properties })} />
    </>
  );
}

function Properties({ properties, edit }: { properties: Record<string, Property>; edit: (properties: Record<string, Property>) => void }): ReactElement {
  const { t } = useTranslation("events");
  const names = Object.keys(properties);
  const remove = (name: string): void => {
    const { [name]: _, ...others } = properties;
    edit(others);
  };
  const add = <Button variant="default" leftSection={<Icon name="plus" size={18} />} onClick={() => edit({ ...properties, [freeName(properties, "property")]: { type: "string" } })}>{t("addProperty")}</Button>;
  return (
    <Card title={t("propertiesTitle")} aside={add}>
      {names.length === 0 && <p className={blocks.soft}>{t("noProperties")}</p>}
      <div className={blocks.fields}>
        {Object.entries(properties).map(([name, property], at) => (
          <PropertyForm
            key={at} name={name} property={property} isTaken={(other) => other !== name && Object.hasOwn(properties, other)}
            rename={(to) => edit(renamed(properties, name, to))} change={(next) => edit({ ...properties, [name]: next })} remove={() => remove(name)}
          />
        ))}
      </div>
    </Card>
  );
}

/** Seen says what of an event really came. */
function Seen({ env, name }: { env: string; name: string }): ReactElement {
  const { t } = useTranslation("events");
  const vocabulary = useQuery(vocabularyQuery(env)).data;
  const event = vocabulary?.events.find((one) => one.name === name);
  return (
    <Card title={t("seenTitle")}>
      {!vocabulary?.sample || !event ? <p className={blocks.soft}>{t("notSeen")}</p> : (
        <div className={blocks.fields}>
          <p>{t("seen", { count: event.seen, shown: count(event.seen), people: count(vocabulary.sample.people) })}</p>
          {event.properties.map((property) => (
            <div key={property.name}>
              <strong>{property.name}</strong> <span className={blocks.soft}>{t("have", { count: property.people, shown: count(property.people) })}</span>
              {property.values && property.values.length > 0 && <div className={blocks.tags}>{property.values.slice(0, 8).map(({ value, people }) => <span key={String(value)} className={blocks.tag}>{String(value)} · {count(people)}</span>)}</div>}
            </div>
          ))}
        </div>
      )}
    </Card>
  );
}

import { Button, MultiSelect, NumberInput, Switch, TextInput } from "@mantine/core";
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
import { contentQuery } from "../../preview/queries";
import { titled } from "../content/domain";
import { CapField } from "./CapField";
import { moved, named, set, tidy, type Experience, type Slot } from "./domain";
import { ExperienceCard } from "./ExperienceCard";
import { Shows } from "./Shows";
import styles from "./Slots.module.css";
import { useSlot, type Editing } from "./useSlot";

/** SlotPage is one slot: who sees what in it, in which order, and what everybody else sees. */
export default function SlotPage(): ReactElement {
  const { t } = useTranslation("slots");
  const { env } = useEnvironment();
  const { key: name = "" } = useParams({ strict: false });
  const { definition, published, change, notes, pictures, ground } = useSlot(env, name);
  const draft = useQuery(draftQuery(env));
  const slot = change.value;
  const back = <Link className={backClass} to="/$env/slots" params={{ env }}><BackMark />{t("title")}</Link>;
  return (
    <Page title={name} back={back} about={slot?.description} actions={<SaveState change={change} />}>
      {definition.isError ? <Failure error={definition.error} retry={() => void definition.refetch()} />
        : definition.isPending || draft.isPending ? <Loading />
        : slot === null ? <Empty icon="trash" title={t("gone")} text={t("goneText")}><Button onClick={() => void change.undo()}>{t("bringBack")}</Button></Empty>
        : slot === undefined || slot.type !== "content" ? <Empty icon="slots" title={t("unknown", { name })} />
        : <Editor key={name} editing={{ env, name, slot, change, notes, pictures, ground, kept: Object.keys(published?.variants ?? {}) }} />}
    </Page>
  );
}

function Editor({ editing }: { editing: Editing }): ReactElement {
  const { t } = useTranslation("slots");
  const { may } = useEnvironment();
  const { name, slot, change, notes, kept } = editing;
  const [dragged, setDragged] = useState<{ from: number; to: number }>();
  const [said, setSaid] = useState("");
  const experiences = slot.targeting ?? [];
  const put = (next: Slot): void => change.edit(tidy(next, kept));
  const order = (next: Experience[]): void => put(set(slot, "targeting", next));
  const move = (from: number, to: number): void => {
    if (to < 0 || to >= experiences.length || from === to) return;
    order(moved(experiences, from, to));
    setSaid(t("movedTo", { name: experiences[from]?.name ?? "", place: to + 1, count: experiences.length }));
  };
  const add = (): void => order([...experiences, { name: named(experiences, t("newExperience")), serve: typeof slot.default === "string" ? slot.default : (Object.keys(slot.variants)[0] ?? "none") }]);
  const general = notes.filter(({ path }) => !path.startsWith("targeting["));
  return (
    <>
      <Conflict change={change} name={name} show={(value) => <code>{JSON.stringify(value?.targeting, null, 1)}</code>} />
      {general.map((note) => <p key={note.text} className={styles.note} data-wrong={note.isProblem || undefined} role="status"><Icon name="warning" size={17} />{note.path && <code>{note.path}</code>} {note.text}</p>)}
      <div className={styles.stack} inert={!may("editor")}>
        <p className={styles.soft}>{t("orderHint")}</p>
        <ol className={styles.experiences} aria-label={t("experiencesTitle")}>
          {experiences.map((experience, at) => (
            <ExperienceCard
              key={experience.name ?? at} editing={editing} experience={experience} at={at} dragged={dragged} drag={setDragged}
              notes={notes.filter(({ path }) => path.startsWith(`targeting[${at}]`))}
              change={(next, within = slot) => put(set(within, "targeting", experiences.map((other, place) => (place === at ? next : other))))}
              move={(to) => move(at, to)} remove={() => order(experiences.filter((_, place) => place !== at))}
            />
          ))}
        </ol>
        <div className={styles.visuallyHidden} role="status">{said}</div>
        <div><Button variant="default" leftSection={<Icon name="plus" size={18} />} onClick={add}>{t("addExperience")}</Button></div>
        <Card title={t("fallback.title")} aside={<span className={styles.soft}>{t("fallback.hint")}</span>}>
          <Shows editing={editing} label={t("fallback.title")} serve={slot.default} change={(serve, within) => put({ ...within, default: serve })} />
        </Card>
        <Settings editing={editing} put={put} />
      </div>
    </>
  );
}

/** Settings is what holds for the whole slot. */
function Settings({ editing, put }: { editing: Editing; put: (slot: Slot) => void }): ReactElement {
  const { t } = useTranslation("slots");
  const navigate = useNavigate();
  const { env, name, slot, change } = editing;
  const types = useQuery(contentQuery(env)).data?.types ?? [];
  const remove = (): void => {
    change.edit(null);
    say(t("deleted", { name }));
    void navigate({ to: "/$env/slots", params: { env } });
  };
  return (
    <Card title={t("settings.title")}>
      <div className={styles.form}>
        <Switch label={t("settings.on")} description={t("settings.onHint")} checked={slot.enabled !== false} onChange={(event) => put(set(slot, "enabled", event.currentTarget.checked ? undefined : false))} />
        <Switch label={t("settings.client")} description={t("settings.clientHint")} checked={slot.client === true} onChange={(event) => put(set(slot, "client", event.currentTarget.checked || undefined))} />
        <TextInput label={t("settings.about")} dir="auto" value={slot.description ?? ""} onBlur={change.flush} onChange={(event) => put(set(slot, "description", event.currentTarget.value || undefined))} />
        <div className={styles.pair}>
          <MultiSelect label={t("settings.accepts")} description={t("settings.acceptsHint")} clearable clearButtonProps={{ "aria-label": t("clear") }} data={types.map(({ key }) => ({ value: key, label: titled(key) }))} value={slot.accepts ?? []} onChange={(accepts) => put(set(slot, "accepts", accepts.length > 0 ? accepts : undefined))} placeholder={slot.accepts?.length ? "" : t("settings.any")} />
          <NumberInput label={t("settings.most")} description={t("settings.mostHint")} min={1} max={50} allowDecimal={false} value={slot.max_items ?? 1} onChange={(most) => put(set(slot, "max_items", typeof most === "number" && most > 1 ? most : undefined))} />
        </div>
        <CapField label={t("cap.slot")} cap={slot.cap} change={(cap) => put(set(slot, "cap", cap))} />
        <Switch label={t("settings.uncapped")} description={t("settings.uncappedHint")} checked={slot.uncapped === true} onChange={(event) => put(set(slot, "uncapped", event.currentTarget.checked || undefined))} />
        <Switch label={t("settings.holdout")} description={t("settings.holdoutHint")} checked={slot.holdout !== false} onChange={(event) => put(set(slot, "holdout", event.currentTarget.checked ? undefined : false))} />
        <div><Button variant="subtle" color="brick" leftSection={<Icon name="trash" size={17} />} onClick={remove}>{t("delete")}</Button></div>
      </div>
    </Card>
  );
}

import { Button, MultiSelect, Switch, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Card } from "../../components/Card";
import { Icon } from "../../components/Icon";
import { NumberField } from "../../components/NumberField";
import { say } from "../../components/toast";
import { contentQuery } from "../../preview/queries";
import { titled } from "../content/domain";
import { CapField } from "./CapField";
import { set, type Slot } from "./domain";
import styles from "./Slots.module.css";
import type { Editing } from "./useSlot";

/** Settings is what holds for the whole slot. */
export default function Settings({ editing, put }: { editing: Editing; put: (slot: Slot) => void }): ReactElement {
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
          <NumberField label={t("settings.most")} description={t("settings.mostHint")} min={1} max={50} value={slot.max_items ?? 1} onChange={(most) => put(set(slot, "max_items", typeof most === "number" && most > 1 ? most : undefined))} />
        </div>
        <CapField label={t("cap.slot")} cap={slot.cap} change={(cap) => put(set(slot, "cap", cap))} />
        <Switch label={t("settings.uncapped")} description={t("settings.uncappedHint")} checked={slot.uncapped === true} onChange={(event) => put(set(slot, "uncapped", event.currentTarget.checked || undefined))} />
        <Switch label={t("settings.holdout")} description={t("settings.holdoutHint")} checked={slot.holdout !== false} onChange={(event) => put(set(slot, "holdout", event.currentTarget.checked ? undefined : false))} />
        <div><Button variant="subtle" color="brick" leftSection={<Icon name="trash" size={17} />} onClick={remove}>{t("delete")}</Button></div>
      </div>
    </Card>
  );
}

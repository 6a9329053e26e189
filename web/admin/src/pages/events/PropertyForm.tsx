import { ActionIcon, Checkbox, NativeSelect, TagsInput, TextInput } from "@mantine/core";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import blocks from "../../components/blocks.module.css";
import { Icon } from "../../components/Icon";
import styles from "./Events.module.css";
import { types, violations, type Property } from "./schema";

interface Props {
  name: string;
  property: Property;
  isTaken: (name: string) => boolean;
  rename: (to: string) => void;
  change: (property: Property) => void;
  remove: () => void;
}

/** PropertyForm declares a property of an event: its name, type, and which values are right. */
export function PropertyForm({ name, property, isTaken, rename, change, remove }: Props): ReactElement {
  const { t } = useTranslation("events");
  const { type } = property;
  const set = <K extends keyof Property>(part: K, to: Property[K] | undefined): void => {
    const { [part]: _, ...others } = property;
    change((to === undefined || to === "" || to === false || (Array.isArray(to) && to.length === 0) ? others : { ...others, [part]: to }) as Property);
  };
  const retype = (to: Property["type"]): void => change({ type: to, ...(property.description && { description: property.description }), ...(property.required && { required: true }), ...(property.on_violation && { on_violation: property.on_violation }) });
  return (
    <fieldset className={styles.property}>
      <legend className={styles.legend}>{name}</legend>
      <div className={blocks.pair}>
        <NameField name={name} isTaken={isTaken} rename={rename} />
        <NativeSelect label={t("type")} value={type} data={types.map((one) => ({ value: one, label: t(`types.${one}`) }))} onChange={(event) => retype(event.currentTarget.value as Property["type"])} />
        {type === "list" && <NativeSelect label={t("items")} value={property.items ?? "string"} data={(["string", "number"] as const).map((one) => ({ value: one, label: t(`types.${one}`) }))} onChange={(event) => set("items", event.currentTarget.value as "string" | "number")} />}
        <NativeSelect
          label={t("onViolation")} value={property.on_violation ?? ""} onChange={(event) => set("on_violation", (event.currentTarget.value || undefined) as Property["on_violation"])}
          data={[{ value: "", label: t("asEvent") }, ...violations.map((one) => ({ value: one, label: t(`violation.${one}`) }))]}
        />
      </div>
      {(type === "string" || (type === "list" && property.items !== "number")) && (
        <div className={blocks.pair}>
          <TagsInput label={t("enum")} description={t("enumHint")} value={property.enum ?? []} onChange={(next) => set("enum", next)} />
          {type === "string" && <TextInput label={t("pattern")} description={t("patternHint")} value={property.pattern ?? ""} onChange={(event) => set("pattern", event.currentTarget.value)} spellCheck={false} />}
        </div>
      )}
      <div className={styles.foot}>
        <Checkbox label={t("required")} checked={property.required ?? false} onChange={(event) => set("required", event.currentTarget.checked)} />
        <ActionIcon variant="subtle" color="gray" aria-label={t("removeProperty", { name })} onClick={remove}><Icon name="trash" size={18} /></ActionIcon>
      </div>
    </fieldset>
  );
}

/** NameField renames a property once the field is left, and not to one that is there. */
function NameField({ name, isTaken, rename }: Pick<Props, "name" | "isTaken" | "rename">): ReactElement {
  const { t } = useTranslation("events");
  const [text, setText] = useState<string>();
  const typed = (text ?? name).trim();
  const taken = isTaken(typed);
  const leave = (): void => {
    if (typed && !taken && typed !== name) rename(typed);
    if (!taken) setText(undefined);
  };
  return <TextInput label={t("name")} value={text ?? name} error={taken ? t("propertyTaken") : undefined} onChange={(event) => setText(event.currentTarget.value)} onBlur={leave} spellCheck={false} maxLength={100} />;
}

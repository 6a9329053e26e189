import { Button, Modal, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../../components/Icon";
import styles from "./Content.module.css";
import { keyOf } from "./domain";
import type { Editing } from "./useEntry";

/** Variants chooses between the baseline and what is different for some, and adds to it. */
export function Variants({ editing, variant, choose }: { editing: Editing; variant: string | undefined; choose: (variant: string | undefined) => void }): ReactElement {
  const { t } = useTranslation("content");
  const [isNew, setNew] = useState(false);
  const { entry, change, fields } = editing;
  const names = Object.keys(entry.variants ?? {});
  const whole = Object.keys(fields).length;
  const remove = (): void => {
    if (variant === undefined) return;
    const { [variant]: _, ...rest } = entry.variants ?? {};
    const { variants: __, ...others } = entry;
    change.edit(Object.keys(rest).length > 0 ? { ...others, variants: rest } : others);
    choose(undefined);
  };
  return (
    <div className={styles.variants} role="group" aria-label={t("variant.title")}>
      <button type="button" className={styles.variant} aria-pressed={variant === undefined} onClick={() => choose(undefined)}>
        <strong>{t("variant.baseline")}</strong><small>{t("variant.baselineHint")}</small>
      </button>
      {names.map((name) => (
        <button key={name} type="button" className={styles.variant} aria-pressed={variant === name} onClick={() => choose(name)}>
          <strong>{name}</strong><small>{t("variant.differs", { own: Object.keys(entry.variants?.[name] ?? {}).length, whole })}</small>
        </button>
      ))}
      <button type="button" className={`${styles.variant} ${styles.add}`} onClick={() => setNew(true)}><Icon name="plus" size={17} />{t("variant.add")}</button>
      {variant !== undefined && <Button size="compact-sm" variant="subtle" color="brick" leftSection={<Icon name="trash" size={15} />} onClick={remove}>{t("variant.remove", { name: variant })}</Button>}
      {isNew && (
        <NewVariant
          taken={names} close={() => setNew(false)}
          add={(name) => {
            setNew(false);
            change.edit({ ...entry, variants: { ...entry.variants, [name]: {} } });
            choose(name);
          }}
        />
      )}
    </div>
  );
}

function NewVariant({ taken, close, add }: { taken: readonly string[]; close: () => void; add: (name: string) => void }): ReactElement {
  const { t } = useTranslation("content");
  const [name, setName] = useState("");
  const key = keyOf(name);
  const error = taken.includes(key) ? t("variant.taken") : undefined;
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (key && !error) add(key);
  };
  return (
    <Modal opened onClose={close} title={t("variant.add")} closeButtonProps={{ "aria-label": t("close") }}>
      <form className={styles.form} onSubmit={send}>
        <TextInput data-autofocus label={t("variant.name")} description={t("variant.nameHint")} placeholder={t("variant.example")} value={name} onChange={(event) => setName(event.currentTarget.value)} error={error} />
        <Button type="submit" disabled={!key || Boolean(error)}>{t("variant.add")}</Button>
      </form>
    </Modal>
  );
}

import { Button, Modal, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Fragment, useState, type FormEvent, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Empty } from "../components/Empty";
import { Failure } from "../components/Failure";
import { Loading } from "../components/Loading";
import styles from "./personal.module.css";
import { tellableQuery, type Tellable } from "./queries";
import { write, type Tag } from "./tags";

interface TagDialogProps {
  env: string;
  /** The tag to change; undefined makes one. */
  tag: Tag | undefined;
  close: () => void;
  put: (text: string) => void;
}

/** TagDialog asks for a personal value, and for what is said to those of whom it is not known. */
export default function TagDialog({ env, tag, close, put }: TagDialogProps): ReactElement {
  const { t } = useTranslation("content");
  const tellable = useQuery(tellableQuery(env));
  return (
    <Modal opened onClose={close} title={tag ? t("tag.change") : t("tag.insert")} closeButtonProps={{ "aria-label": t("close") }}>
      {tellable.isPending && <Loading rows={3} />}
      {tellable.isError && <Failure error={tellable.error} retry={() => void tellable.refetch()} />}
      {tellable.data?.length === 0 && !tag && <Empty icon="person" title={t("tag.none")} text={t("tag.noneText")} />}
      {tellable.data && (tellable.data.length > 0 || tag) && <TagForm tellable={tellable.data} tag={tag} put={put} />}
    </Modal>
  );
}

function TagForm({ tellable, tag, put }: { tellable: readonly Tellable[]; tag: Tag | undefined; put: (text: string) => void }): ReactElement {
  const { t } = useTranslation("content");
  const [attribute, setAttribute] = useState(tag?.attribute ?? null);
  const [fallback, setFallback] = useState(tag?.fallback ?? "");
  const [filters, setFilters] = useState(tag?.filters ?? "");
  const [asked, setAsked] = useState(false);
  const type = tellable.find(({ name }) => name === attribute)?.type;
  const names = [...new Set([...tellable.map(({ name }) => name), ...(tag ? [tag.attribute] : [])])];
  const styleOf = ["", 'date: "long"', 'date: "full"', 'date: "medium"', 'date: "short"'];
  const send = (event: FormEvent): void => {
    event.preventDefault();
    setAsked(true);
    if (attribute && fallback.trim() !== "") put(write({ attribute, filters, fallback: fallback.trim() }));
  };
  const choose = (name: string | null): void => {
    setAttribute(name);
    const next = tellable.find((one) => one.name === name)?.type;
    if (next !== type) setFilters(next === "time" ? 'date: "long"' : "");
  };
  return (
    <form className={styles.form} onSubmit={send}>
      <Select
        data-autofocus label={t("tag.value")} description={t("tag.valueHint")} searchable openOnFocus={false} data={names} value={attribute} onChange={choose} placeholder={t("tag.choose")}
        error={asked && !attribute && t("tag.missing")} nothingFoundMessage={t("nothing")} maxDropdownHeight={240} comboboxProps={{ withinPortal: true }}
      />
      {type === "time" && (
        <Select
          label={t("tag.date")} allowDeselect={false} value={filters} onChange={(next) => setFilters(next ?? "")}
          data={[...(styleOf.includes(filters) ? [] : [{ value: filters, label: filters }]), ...styleOf.slice(1).map((value, at) => ({ value, label: t(`tag.dates.${at as 0 | 1 | 2 | 3}`) }))]}
        />
      )}
      <TextInput
        label={t("tag.fallback")} description={t("tag.fallbackHint")} required withAsterisk={false} dir="auto" value={fallback} onChange={(event) => setFallback(event.currentTarget.value)} maxLength={200}
        error={asked && fallback.trim() === "" && t("tag.fallbackMissing")}
      />
      {attribute && fallback.trim() !== "" && (
        <p className={styles.sentence}>{t("tag.both", { name: attribute, fallback: fallback.trim() }).split("\n").map((line) => <Fragment key={line}>{line}<br /></Fragment>)}</p>
      )}
      <div className={styles.actions}><Button type="submit" fullWidth>{tag ? t("tag.save") : t("tag.put")}</Button></div>
    </form>
  );
}

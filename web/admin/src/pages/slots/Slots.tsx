import { Button, Modal, Select, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState, type FormEvent, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { useEnvironment } from "../../app/useEnvironment";
import { Card } from "../../components/Card";
import { Empty } from "../../components/Empty";
import { Failure } from "../../components/Failure";
import { Icon } from "../../components/Icon";
import { Loading } from "../../components/Loading";
import { Page } from "../../components/Page";
import { deskOf, draftQuery } from "../../drafts/draft";
import { catalogQuery } from "../../preview/queries";
import { count } from "../../texts/formats";
import { keyOf } from "../content/domain";
import type { Slot } from "./domain";
import styles from "./Slots.module.css";
import { useEntryNames } from "./useEntryNames";

interface Listed {
  key: string;
  description?: string | undefined;
  experiences: number;
  variants: number;
  isOn: boolean;
  action?: "add" | "change" | "delete" | undefined;
}

/** Slots lists the places that show content. */
export default function Slots(): ReactElement {
  const { t } = useTranslation("slots");
  const { env, may } = useEnvironment();
  const navigate = useNavigate();
  const flags = useQuery(catalogQuery(env, "flag"));
  const draft = useQuery(draftQuery(env)).data;
  const [text, setText] = useState("");
  const [isNew, setNew] = useState(false);
  const slots = useMemo(() => listed(flags.data, draft?.list), [flags.data, draft]);
  const words = text.trim().toLowerCase();
  const found = slots?.filter(({ key, description }) => key.toLowerCase().includes(words) || description?.toLowerCase().includes(words)) ?? [];
  const create = may("editor") && <Button leftSection={<Icon name="plus" size={18} />} onClick={() => setNew(true)}>{t("new.button")}</Button>;
  return (
    <Page title={t("title")} about={t("about")} actions={slots?.length ? create : undefined}>
      <Card flush>
        {flags.isPending && <div className={styles.pad}><Loading /></div>}
        {flags.isError && <Failure error={flags.error} retry={() => void flags.refetch()} />}
        {slots?.length === 0 && <Empty icon="slots" title={t("none")} text={t("noneText")}>{create}</Empty>}
        {slots && slots.length > 0 && (
          <>
            <div className={styles.tools}>
              <TextInput className={styles.find ?? ""} type="search" aria-label={t("find")} placeholder={t("find")} leftSection={<Icon name="search" size={18} />} value={text} onChange={(event) => setText(event.currentTarget.value)} />
              <span className={styles.soft} role="status">{t("shown", { count: found.length, shown: count(found.length) })}</span>
            </div>
            {found.length > 0 ? <Rows env={env} found={found} /> : <Empty icon="search" title={t("noMatch")} text={t("noMatchText")} />}
          </>
        )}
      </Card>
      {isNew && <NewSlot env={env} taken={[...(flags.data?.map(({ key }) => key) ?? []), ...(slots ?? []).map(({ key }) => key)]} close={() => setNew(false)} open={(key) => void navigate({ to: "/$env/slots/$key", params: { env, key } })} />}
    </Page>
  );
}

interface About {
  type: string;
  enabled: boolean;
  variants: string[];
  targeting: number;
}

/** listed picks the slots from among the flags, as the draft has them. */
export function listed(flags: readonly { key: string; description?: string; about?: unknown }[] | undefined, draft: readonly { kind: string; key: string; action: "add" | "change" | "delete"; value: unknown }[] = []): Listed[] | undefined {
  if (!flags) return undefined;
  const all = new Map<string, Listed>();
  for (const { key, description, about } of flags) {
    const { type, enabled, variants, targeting } = about as About;
    if (type === "content") all.set(key, { key, description, experiences: targeting, variants: variants.length, isOn: enabled });
  }
  for (const { kind, key, action, value } of draft) {
    const slot = value as Slot | null;
    const before = all.get(key);
    if (kind !== "flag") continue;
    if (slot === null && before) all.set(key, { ...before, action });
    else if (slot?.type === "content") all.set(key, { key, description: slot.description, experiences: slot.targeting?.length ?? 0, variants: Object.keys(slot.variants ?? {}).length, isOn: slot.enabled !== false, action });
  }
  return [...all.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

function Rows({ env, found }: { env: string; found: readonly Listed[] }): ReactElement {
  const { t } = useTranslation("slots");
  const scroll = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({ count: found.length, getScrollElement: () => scroll.current, estimateSize: () => 72, overscan: 8 });
  return (
    <div className={styles.scroll} ref={scroll}>
      <div className={styles.rows} role="list" style={{ blockSize: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const slot = found[index];
          return slot && (
            <div role="listitem" key={slot.key}>
              <Link className={styles.row} to="/$env/slots/$key" params={{ env, key: slot.key }} style={{ transform: `translateY(${start}px)` }}>
                <span className={styles.names}>
                  <span className={styles.slotName}>{slot.key}{slot.action && <span className={styles.badge} data-action={slot.action}>{t(`action.${slot.action}`)}</span>}</span>
                  <span className={styles.slotAbout}>{slot.description ?? t("noDescription")}</span>
                </span>
                <span className={styles.soft}>{t("experiences", { count: slot.experiences, shown: count(slot.experiences) })}</span>
                <span className={styles.on} data-on={slot.isOn || undefined}>{slot.isOn ? t("on") : t("off")}</span>
              </Link>
            </div>
          );
        })}
      </div>
    </div>
  );
}

function NewSlot({ env, taken, close, open }: { env: string; taken: readonly string[]; close: () => void; open: (key: string) => void }): ReactElement {
  const { t } = useTranslation("slots");
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [shown, setShown] = useState<string | null>(null);
  const names = useEntryNames(env);
  const key = keyOf(name);
  const isTaken = taken.includes(key);
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (!key || isTaken) return;
    const slot: Slot = { type: "content", client: true, variants: shown ? { everyone: shown, none: [] } : { none: [] }, targeting: [], default: shown ? "everyone" : "none" };
    const place = { kind: "flag", key };
    const { saver } = deskOf(client, env);
    saver.edit(place, slot);
    void saver.flush(place);
    open(key);
  };
  return (
    <Modal opened onClose={close} title={t("new.title")} closeButtonProps={{ "aria-label": t("close") }}>
      <form className={styles.form} onSubmit={send}>
        <TextInput data-autofocus label={t("new.name")} description={t("new.nameHint")} placeholder={t("new.example")} value={name} onChange={(event) => setName(event.currentTarget.value)} error={isTaken && t("new.taken")} />
        {key && key !== name && <p className={styles.soft}>{t("new.key", { key })}</p>}
        <Select label={t("new.shown")} description={t("new.shownHint")} searchable clearable clearButtonProps={{ "aria-label": t("clear") }} data={names} value={shown} onChange={setShown} placeholder={t("nothingShown")} nothingFoundMessage={t("noMatch")} />
        <Button type="submit" disabled={!key || isTaken}>{t("new.make")}</Button>
      </form>
    </Modal>
  );
}

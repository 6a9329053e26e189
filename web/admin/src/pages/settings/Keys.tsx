import { Button, Modal, NativeSelect, TextInput } from "@mantine/core";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "../../api/client";
import { sessionQuery } from "../../api/queries";
import { answer } from "../../api/refusal";
import { useEnvironment } from "../../app/useEnvironment";
import blocks from "../../components/blocks.module.css";
import { Card } from "../../components/Card";
import { Confirm } from "../../components/Confirm";
import { Empty } from "../../components/Empty";
import { Failure } from "../../components/Failure";
import { Icon } from "../../components/Icon";
import { Loading } from "../../components/Loading";
import { Secret } from "../../components/Secret";
import { say } from "../../components/toast";
import { When } from "../../components/When";
import { Origins } from "./Origins";
import { isAdministrator } from "./roles";
import styles from "./Settings.module.css";

type Key = Schemas["Key"];
type Kind = Key["kind"];

const keysQuery = queryOptions({ queryKey: ["keys"], queryFn: ({ signal }) => answer(api.GET("/api/v1/keys", { signal })) });

/** Keys are what programs come in with: those of this environment, and where its pages may be. */
export default function Keys(): ReactElement {
  const { t } = useTranslation("settings");
  const { env, may } = useEnvironment();
  return (
    <>
      {may("admin") ? <KeysOf env={env} /> : <Card><Empty icon="settings" title={t("keys.onlyAdmins")} text={t("keys.onlyAdminsText", { env })} /></Card>}
      <Origins />
    </>
  );
}

function KeysOf({ env }: { env: string }): ReactElement {
  const { t } = useTranslation("settings");
  const keys = useQuery(keysQuery);
  const isAdmin = isAdministrator(useQuery(sessionQuery).data?.account?.roles);
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<Schemas["NewKey"]>();
  const [gone, setGone] = useState<Key>();
  if (keys.isPending) return <Loading rows={4} />;
  if (keys.isError) return <Failure error={keys.error} retry={() => void keys.refetch()} />;
  const shown = keys.data.keys.filter((key) => key.environment === env || key.environment === undefined);
  return (
    <Card flush>
      <div className={blocks.tools}>
        <h2 className={styles.head}>{t("keys.title", { env })}</h2>
        <Button leftSection={<Icon name="plus" size={18} />} onClick={() => setMaking(true)}>{t("keys.make")}</Button>
      </div>
      {shown.length === 0 && <Empty icon="settings" title={t("keys.none")} text={t("keys.noneText")} />}
      <ul className={blocks.lines}>
        {shown.map((key) => (
          <li className={blocks.line} key={key.id}>
            <div className={blocks.main}>
              <div className={blocks.name}>{key.name || t("keys.noName")}<span className={blocks.tag} data-tone={key.kind === "client" ? "lead" : "amber"}>{t(`keys.kind.${key.kind}`)}</span></div>
              <div className={blocks.about}><code>{key.hint}…</code> · <When at={key.created_at} /></div>
            </div>
            <Button variant="default" size="compact-sm" aria-label={`${t("remove")}: ${key.name || key.hint}`} onClick={() => setGone(key)}>{t("remove")}</Button>
          </li>
        ))}
      </ul>
      {making && <MakeKey env={env} isAdmin={isAdmin} made={(key) => { setMaking(false); setMade(key); }} close={() => setMaking(false)} />}
      {made && <Secret title={t("keys.madeTitle")} value={made.secret} close={() => setMade(undefined)}><p>{t(`keys.about.${made.kind}`)}</p></Secret>}
      {gone && <DeleteKey gone={gone} close={() => setGone(undefined)} />}
    </Card>
  );
}

function MakeKey({ env, isAdmin, made, close }: { env: string; isAdmin: boolean; made: (key: Schemas["NewKey"]) => void; close: () => void }): ReactElement {
  const { t } = useTranslation("settings");
  const client = useQueryClient();
  const [kind, setKind] = useState<Kind>("client");
  const [name, setName] = useState("");
  const make = useMutation({
    mutationFn: () => answer(api.POST("/api/v1/keys", { body: { kind, ...(name.trim() && { name: name.trim() }), ...(kind !== "admin" && { environment: env }) } })),
    onSuccess: async (key) => {
      made(key);
      await client.invalidateQueries({ queryKey: keysQuery.queryKey });
    },
  });
  const kinds: Kind[] = isAdmin ? ["client", "server", "identity", "admin"] : ["client", "server", "identity"];
  return (
    <Modal opened onClose={close} title={t("keys.make")} closeButtonProps={{ "aria-label": t("close") }}>
      <form className={blocks.fields} onSubmit={(event) => { event.preventDefault(); make.mutate(); }}>
        <NativeSelect label={t("keys.kindOf")} description={t(`keys.about.${kind}`)} value={kind} data={kinds.map((one) => ({ value: one, label: t(`keys.kind.${one}`) }))} onChange={(event) => setKind(event.currentTarget.value as Kind)} />
        <TextInput data-autofocus label={t("keys.name")} description={t("keys.nameHint")} value={name} onChange={(event) => setName(event.currentTarget.value)} maxLength={100} />
        <div className={`${blocks.buttons} ${blocks.end}`}>
          <Button variant="default" onClick={close}>{t("cancel")}</Button>
          <Button type="submit" loading={make.isPending}>{t("keys.make")}</Button>
        </div>
      </form>
    </Modal>
  );
}

function DeleteKey({ gone, close }: { gone: Key; close: () => void }): ReactElement {
  const { t } = useTranslation("settings");
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => answer(api.DELETE("/api/v1/keys/{id}", { params: { path: { id: gone.id } } })),
    onSuccess: async () => {
      say(t("keys.deleted"));
      close();
      await client.invalidateQueries({ queryKey: keysQuery.queryKey });
    },
  });
  return (
    <Confirm title={t("keys.deleteTitle", { name: gone.name || gone.hint })} button={t("remove")} typed={gone.name || gone.hint} pending={remove.isPending} confirm={() => remove.mutate()} close={close}>
      <p>{t("keys.deleteText")}</p>
    </Confirm>
  );
}

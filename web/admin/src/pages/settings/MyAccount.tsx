import { Button, PasswordInput, SegmentedControl, TextInput, useMantineColorScheme, type MantineColorScheme } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import { sessionQuery } from "../../api/queries";
import { answer } from "../../api/refusal";
import blocks from "../../components/blocks.module.css";
import { Card } from "../../components/Card";
import { say } from "../../components/toast";
import { choose, languages, type Language } from "../../texts";
import { rolesInOrder } from "./roles";
import { RoleTags } from "./RolesField";

/** MyAccount is about whoever sits here: their name, password, language, and how things look. */
export default function MyAccount(): ReactElement {
  const { t, i18n } = useTranslation("settings");
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const account = useQuery(sessionQuery).data?.account;
  return (
    <>
      <Card title={t("account.who")} aside={account && <RoleTags roles={rolesInOrder(account.roles)} />}>{account && <Name name={account.name} email={account.email} />}</Card>
      <Card title={t("account.password")}><Password /></Card>
      <Card title={t("account.look")}>
        <div className={blocks.fields}>
          <SegmentedControl aria-label={t("account.theme")} value={colorScheme} onChange={(value) => setColorScheme(value as MantineColorScheme)} data={(["light", "dark", "auto"] as const).map((value) => ({ value, label: t(`account.${value}`) }))} />
          <SegmentedControl aria-label={t("account.language")} value={i18n.language} onChange={(value) => void choose(value as Language)} data={Object.entries(languages).map(([value, label]) => ({ value, label }))} />
        </div>
      </Card>
    </>
  );
}

function Name({ name: before, email }: { name: string; email: string }): ReactElement {
  const { t } = useTranslation("settings");
  const client = useQueryClient();
  const [name, setName] = useState(before);
  const save = useMutation({
    mutationFn: () => answer(api.PATCH("/api/v1/session/account", { body: { name: name.trim() } })),
    onSuccess: async () => {
      say(t("saved"));
      await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
    },
  });
  return (
    <form className={blocks.fields} onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
      <div className={blocks.pair}>
        <TextInput label={t("account.name")} autoComplete="name" value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <TextInput label={t("people.email")} value={email} readOnly />
      </div>
      <div className={blocks.buttons}><Button type="submit" disabled={!name.trim() || name.trim() === before} loading={save.isPending}>{t("save")}</Button></div>
    </form>
  );
}

const shortest = 10;

function Password(): ReactElement {
  const { t } = useTranslation("settings");
  const [before, setBefore] = useState("");
  const [after, setAfter] = useState("");
  const [tried, setTried] = useState(false);
  const short = [...after].length < shortest;
  const save = useMutation({
    mutationFn: () => answer(api.PATCH("/api/v1/session/account", { body: { old_password: before, new_password: after } })),
    onSuccess: () => {
      say(t("account.passwordSaved"));
      setBefore("");
      setAfter("");
      setTried(false);
    },
  });
  const send = (): void => {
    setTried(true);
    if (!short) save.mutate();
  };
  return (
    <form className={blocks.fields} onSubmit={(event) => { event.preventDefault(); send(); }}>
      <div className={blocks.pair}>
        <PasswordInput label={t("account.oldPassword")} visibilityToggleButtonProps={{ "aria-label": t("account.showPassword") }} autoComplete="current-password" value={before} onChange={(event) => setBefore(event.currentTarget.value)} />
        <PasswordInput label={t("account.newPassword")} visibilityToggleButtonProps={{ "aria-label": t("account.showPassword") }} autoComplete="new-password" value={after} onChange={(event) => setAfter(event.currentTarget.value)} error={tried && short ? t("account.short") : undefined} />
      </div>
      <p className={blocks.soft}>{t("account.others")}</p>
      <div className={blocks.buttons}><Button type="submit" disabled={!before || !after} loading={save.isPending}>{t("account.change")}</Button></div>
    </form>
  );
}

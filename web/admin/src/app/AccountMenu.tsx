import { Menu, useMantineColorScheme, type MantineColorScheme } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import { sessionQuery } from "../api/queries";
import { answer } from "../api/refusal";
import { Icon } from "../components/Icon";
import { choose, languages, type Language } from "../texts";
import styles from "./Shell.module.css";

const schemes = ["light", "dark", "auto"] as const satisfies readonly MantineColorScheme[];

/** AccountMenu is about whoever sits here: how things look, in which language, and the way out. */
export function AccountMenu({ showShortcuts }: { showShortcuts: () => void }): ReactElement {
  const { t, i18n } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const client = useQueryClient();
  const navigate = useNavigate();
  const account = useQuery(sessionQuery).data?.account;
  const signOut = useMutation({
    mutationFn: () => answer(api.DELETE("/api/v1/session")),
    onSuccess: async () => {
      await navigate({ to: "/signin", search: {} });
      client.clear();
    },
  });
  const chosen = (is: boolean): ReactElement | undefined => (is ? <Icon name="check" size={16} /> : undefined);
  return (
    <Menu position="bottom-end" width={250} closeOnItemClick={false}>
      <Menu.Target>
        <button type="button" className={styles.person} aria-label={t("account.menu")}>{initials(account?.name ?? account?.email ?? "?")}</button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{account?.name} · {account?.email}</Menu.Label>
        <Menu.Divider />
        <Menu.Label>{t("account.theme")}</Menu.Label>
        {schemes.map((scheme) => (
          <Menu.Item key={scheme} leftSection={<Icon name={scheme} />} rightSection={chosen(scheme === colorScheme)} onClick={() => setColorScheme(scheme)}>
            {t(`account.${scheme}`)}
          </Menu.Item>
        ))}
        <Menu.Label>{t("account.language")}</Menu.Label>
        {(Object.keys(languages) as Language[]).map((language) => (
          <Menu.Item key={language} lang={language} leftSection={<Icon name="language" />} rightSection={chosen(i18n.language === language)} onClick={() => void choose(language)}>
            {languages[language]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="keyboard" />} closeMenuOnClick onClick={showShortcuts}>{t("shortcuts.open")}</Menu.Item>
        <Menu.Item leftSection={<Icon name="signOut" />} closeMenuOnClick onClick={() => signOut.mutate()}>{t("account.signOut")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** initials are at most two letters of a name. */
export function initials(name: string): string {
  const words = name.split(/[\s@._-]+/).filter(Boolean);
  return (words.length > 1 ? [words[0], words.at(-1)] : words).map((word) => [...(word ?? "")][0] ?? "").join("").toUpperCase();
}

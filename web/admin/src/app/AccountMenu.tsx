import { useMantineColorScheme, type MantineColorScheme } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import { sessionQuery } from "../api/queries";
import { answer } from "../api/refusal";
import { DropDown, type Choice, type Lines } from "../components/DropDown";
import { Icon } from "../components/Icon";
import { choose, languages, type Language } from "../texts";
import styles from "./Shell.module.css";

const schemes = ["light", "dark", "auto"] as const satisfies readonly MantineColorScheme[];

/** AccountMenu is about whoever sits here: how things look, in which language, and the way out. */
export function AccountMenu({ showShortcuts }: { showShortcuts: () => void }): ReactElement {
  const { t, i18n } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const account = useQuery(sessionQuery).data?.account;
  const signOut = useSignOut();
  const looks = schemes.map((scheme): Choice => ({
    text: t(`account.${scheme}`), mark: <Icon name={scheme} />, chosen: scheme === colorScheme, stays: true, choose: () => setColorScheme(scheme),
  }));
  const spoken = (Object.keys(languages) as Language[]).map((language): Choice => ({
    text: languages[language], lang: language, mark: <Icon name="language" />, chosen: language === i18n.language, stays: true, choose: () => void choose(language),
  }));
  const groups: Lines[] = [
    { label: t("account.theme"), choices: looks },
    { label: t("account.language"), choices: spoken },
    {
      label: account ? `${account.name} · ${account.email}` : "",
      choices: [
        { text: t("shortcuts.open"), mark: <Icon name="keyboard" />, choose: showShortcuts },
        { text: t("account.signOut"), mark: <Icon name="signOut" />, choose: signOut },
      ],
    },
  ];
  return <DropDown end groups={groups} button={{ className: styles.person, label: `${t("account.menu")}: ${initials(account?.name ?? "?")}`, children: initials(account?.name ?? "?") }} />;
}

/** useSignOut ends the session, and forgets all that was seen in it. */
function useSignOut(): () => void {
  const client = useQueryClient();
  const navigate = useNavigate();
  const signOut = useMutation({
    mutationFn: () => answer(api.DELETE("/api/v1/session")),
    onSuccess: async () => {
      client.setQueryData(sessionQuery.queryKey, { signed_in: false, setup: false });
      await navigate({ to: "/signin", search: {} });
      client.clear();
    },
  });
  return signOut.mutate;
}

/** initials are at most two letters of a name. */
export function initials(name: string): string {
  const words = name.split(/[\s@._-]+/).filter(Boolean);
  return (words.length > 1 ? [words[0], words.at(-1)] : words).map((word) => [...(word ?? "")][0] ?? "").join("").toUpperCase();
}

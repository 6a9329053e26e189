import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { sessionQuery } from "../api/queries";
import { DropDown } from "../components/DropDown";
import { Icon } from "../components/Icon";
import styles from "./Shell.module.css";
import { isLive } from "./useEnvironment";

/** EnvironmentSwitch says in which environment one is, and leads to the others. */
export function EnvironmentSwitch({ env }: { env: string }): ReactElement {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const environments = useQuery(sessionQuery).data?.environments ?? [];
  const dot = (name: string): ReactElement => <i className={styles.dot} data-live={isLive(name) || undefined} />;
  const choices = environments.map(({ name }) => ({
    text: name, mark: dot(name), chosen: name === env, choose: () => void navigate({ to: "/$env", params: { env: name } }),
  }));
  const title = isLive(env) ? t("environment.live") : undefined;
  return (
    <DropDown
      groups={[{ label: t("environment.choose"), choices }]}
      button={{ className: styles.switch, label: `${t("environment.label")}: ${env}`, title, isLive: isLive(env), children: <>{dot(env)}<span>{env}</span><Icon name="down" size={16} /></> }}
    />
  );
}

import { Menu } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { sessionQuery } from "../api/queries";
import { Icon } from "../components/Icon";
import styles from "./Shell.module.css";
import { isLive } from "./useEnvironment";

/** EnvironmentSwitch says in which environment one is, and leads to the others. */
export function EnvironmentSwitch({ env }: { env: string }): ReactElement {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const environments = useQuery(sessionQuery).data?.environments ?? [];
  const live = isLive(env) || undefined;
  return (
    <Menu position="bottom-start" width={250}>
      <Menu.Target>
        <button type="button" className={styles.switch} data-live={live} aria-label={`${t("environment.label")}: ${env}`} title={live && t("environment.live")}>
          <i className={styles.dot} data-live={live} />
          <span>{env}</span>
          <Icon name="down" size={16} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("environment.choose")}</Menu.Label>
        {environments.map(({ name }) => (
          <Menu.Item
            key={name} leftSection={<i className={styles.dot} data-live={isLive(name) || undefined} />}
            rightSection={name === env ? <Icon name="check" size={16} /> : undefined}
            onClick={() => void navigate({ to: "/$env", params: { env: name } })}
          >
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

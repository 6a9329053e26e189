import { Link } from "@tanstack/react-router";
import { Fragment, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../components/Icon";
import { navigation } from "./navigation";
import styles from "./Shell.module.css";

/** Navigation lists the pages of an environment. */
export function Navigation({ env, onGo }: { env: string; onGo?: () => void }): ReactElement {
  const { t } = useTranslation();
  return (
    <nav className={styles.nav} aria-label={t("nav.label")}>
      {navigation.map((item, at) => (
        <Fragment key={item.to}>
          {item.group && item.group !== navigation[at - 1]?.group && <div className={styles.group}>{t(item.group)}</div>}
          <Link className={styles.item} to={item.to} params={{ env }} activeOptions={{ exact: item.to === "/$env" }} {...(onGo && { onClick: onGo })}>
            <Icon name={item.icon} />
            {t(item.text)}
          </Link>
        </Fragment>
      ))}
    </nav>
  );
}

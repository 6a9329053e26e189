import { ActionIcon } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, Outlet } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useEffect, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { sessionQuery } from "../api/queries";
import { Empty } from "../components/Empty";
import { Icon, Mark } from "../components/Icon";
import { LinkButton } from "../components/LinkButton";
import { DraftPill } from "../drafts/DraftPill";
import { PreviewButton } from "../preview/PreviewButton";
import { AccountMenu } from "./AccountMenu";
import { EnvironmentSwitch } from "./EnvironmentSwitch";
import { Waiting } from "./Fallbacks";
import { Navigation } from "./Navigation";
import { lastEnvironment } from "./router";
import styles from "./Shell.module.css";
import { useEnvironment } from "./useEnvironment";
import { useKeys } from "./useKeys";

const NavigationDrawer = lazy(() => import("./NavigationDrawer"));
const Palette = lazy(() => import("./Palette"));
const Shortcuts = lazy(() => import("./Shortcuts"));

/** What lies over the page. */
type Over = "navigation" | "search" | "shortcuts" | undefined;

/** Shell is what stays while pages change: header, navigation, and what opens over them. */
export function Shell(): ReactElement {
  const { t } = useTranslation();
  const { env, isLive } = useEnvironment();
  const [over, setOver] = useState<Over>();
  const close = useCallback(() => setOver(undefined), []);
  const search = useCallback(() => setOver("search"), []);
  const help = useCallback(() => setOver("shortcuts"), []);
  useKeys(env, search, help);
  const session = useQuery(sessionQuery).data;
  const known = session?.environments?.some((environment) => environment.name === env) ?? false;
  useEffect(() => {
    if (known) localStorage.setItem(lastEnvironment, env);
  }, [known, env]);
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#main">{t("nav.label")}</a>
      <header className={styles.head} data-live={isLive || undefined}>
        <ActionIcon className={styles.burger} variant="subtle" color="gray" size="lg" aria-label={t("nav.open")} onClick={() => setOver("navigation")}>
          <Icon name="menu" />
        </ActionIcon>
        <Link className={styles.brand} to="/$env" params={{ env }} aria-label="Fingerpost"><Mark /><span>Fingerpost</span></Link>
        <EnvironmentSwitch env={env} />
        <div className={styles.spacer} />
        <button type="button" className={styles.find} onClick={search}>
          <Icon name="search" size={18} /><span>{t("search.open")}</span><kbd className={styles.keys} aria-hidden="true">Ctrl K</kbd>
        </button>
        {known && <PreviewButton env={env} />}
        {known && <DraftPill env={env} />}
        <AccountMenu showShortcuts={help} />
      </header>
      <div className={styles.side}><Navigation env={env} /></div>
      <main className={styles.main} id="main" tabIndex={-1}>
        {known || !session ? <Suspense fallback={<Waiting />}><Outlet /></Suspense> : <Unknown env={env} />}
      </main>
      <Suspense>
        {over === "navigation" && <NavigationDrawer env={env} close={close} />}
        {over === "search" && <Palette env={env} close={close} />}
        {over === "shortcuts" && <Shortcuts close={close} />}
      </Suspense>
    </div>
  );
}

function Unknown({ env }: { env: string }): ReactElement {
  const { t } = useTranslation();
  return (
    <Empty icon="warning" title={t("environment.unknown", { name: env })} text={t("environment.unknownHint")}>
      <LinkButton to="/">{t("state.home")}</LinkButton>
    </Empty>
  );
}

import { Button } from "@mantine/core";
import { useRouter } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Refusal } from "../api/refusal";
import { Empty } from "../components/Empty";
import { Failure } from "../components/Failure";
import { LinkButton } from "../components/LinkButton";
import { Loading } from "../components/Loading";
import styles from "../components/Page.module.css";

/** NotFound is shown where an address leads nowhere. */
export function NotFound(): ReactElement {
  const { t } = useTranslation();
  return (
    <Empty icon="warning" title={t("state.notFound")} text={t("state.notFoundHint")}>
      <LinkButton to="/">{t("state.home")}</LinkButton>
    </Empty>
  );
}

/** Crashed is shown instead of a page that broke, or whose beginnings could not be loaded. */
export function Crashed({ error }: { error: unknown }): ReactElement {
  const { t } = useTranslation();
  const router = useRouter();
  if (error instanceof Refusal) return <Failure error={error} retry={() => void router.invalidate()} />;
  return (
    <Empty icon="warning" title={t("state.crashed")} text={t("state.crashedHint")}>
      <Button onClick={() => location.reload()}>{t("state.reload")}</Button>
    </Empty>
  );
}

/** Waiting stands for a page that is on its way. */
export function Waiting(): ReactElement {
  return <div className={styles.page}><Loading /></div>;
}

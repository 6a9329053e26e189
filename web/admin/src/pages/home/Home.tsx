import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Page } from "../../components/Page";

/** Home is where one arrives. */
export default function Home(): ReactElement {
  const { t } = useTranslation("home");
  return <Page title={t("title")}>{null}</Page>;
}

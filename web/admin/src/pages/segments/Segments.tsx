import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Page } from "../../components/Page";

/** Segments is the list of segments. */
export default function Segments(): ReactElement {
  const { t } = useTranslation("segments");
  return <Page title={t("title")}>{null}</Page>;
}

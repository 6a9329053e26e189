import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Page } from "../../components/Page";

/** Segment is one segment. */
export default function Segment(): ReactElement {
  const { t } = useTranslation("segments");
  return <Page title={t("title")}>{null}</Page>;
}

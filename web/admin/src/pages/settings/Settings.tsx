import { useParams } from "@tanstack/react-router";
import { lazy, Suspense, type ComponentType, type LazyExoticComponent, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { useEnvironment } from "../../app/useEnvironment";
import { Empty } from "../../components/Empty";
import { Loading } from "../../components/Loading";
import { Page } from "../../components/Page";
import { SubPages } from "../../components/SubPages";

const parts = {
  people: lazy(() => import("./People")),
  keys: lazy(() => import("./Keys")),
  environments: lazy(() => import("./Environments")),
  attributes: lazy(() => import("./Attributes")),
  lists: lazy(() => import("./Lists")),
  publishing: lazy(() => import("./Publishing")),
  images: lazy(() => import("./Images")),
  account: lazy(() => import("./MyAccount")),
} as const satisfies Record<string, LazyExoticComponent<ComponentType>>;

type Part = keyof typeof parts;
const isPart = (text: string): text is Part => text in parts;

/** Settings is what is set up once: people, keys, environments, attributes, lists, and how publishing goes. */
export default function Settings(): ReactElement {
  const { t } = useTranslation("settings");
  const { env } = useEnvironment();
  const { part = "people" } = useParams({ strict: false });
  const Shown = isPart(part) ? parts[part] : undefined;
  return (
    <Page title={t("title")} about={t("about", { env })}>
      <SubPages label={t("parts")} env={env} to="/$env/settings/$part" current={part} pages={(Object.keys(parts) as Part[]).map((one) => ({ part: one, text: t(`part.${one}`) }))} />
      <Suspense fallback={<Loading />}>{Shown ? <Shown key={env} /> : <Empty icon="warning" title={t("noPart")} />}</Suspense>
    </Page>
  );
}

import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { lazy, Suspense, type ComponentType, type LazyExoticComponent, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { useEnvironment } from "../../app/useEnvironment";
import { Empty } from "../../components/Empty";
import { Loading } from "../../components/Loading";
import { Page } from "../../components/Page";
import { SubPages } from "../../components/SubPages";
import { workQuery } from "./queries";

const parts = {
  declared: lazy(() => import("./Declared")),
  failed: lazy(() => import("./Failed")),
  violations: lazy(() => import("./Violations")),
  work: lazy(() => import("./Working")),
} as const satisfies Record<string, LazyExoticComponent<ComponentType>>;

type Part = keyof typeof parts;
const isPart = (text: string): text is Part => text in parts;

/** Events is about what people do: what is declared, what failed, what is not as declared, and what goes on in the background. */
export default function Events(): ReactElement {
  const { t } = useTranslation("events");
  const { env } = useEnvironment();
  const { part = "declared" } = useParams({ strict: false });
  const work = useQuery(workQuery(env));
  const running = work.data?.work.filter((one) => !one.ended).length;
  const Shown = isPart(part) ? parts[part] : undefined;
  return (
    <Page title={t("title")} about={t("about")}>
      <SubPages label={t("parts")} env={env} to="/$env/events/$part" current={part} pages={(Object.keys(parts) as Part[]).map((one) => ({ part: one, text: t(`part.${one}`), count: one === "work" ? running : undefined }))} />
      <Suspense fallback={<Loading />}>{Shown ? <Shown key={env} /> : <Empty icon="warning" title={t("noPart")} />}</Suspense>
    </Page>
  );
}

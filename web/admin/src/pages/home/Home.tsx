import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { segmentsQuery, sessionQuery } from "../../api/queries";
import { useEnvironment } from "../../app/useEnvironment";
import { Page } from "../../components/Page";
import { count } from "../../texts/formats";
import { FirstSteps } from "./FirstSteps";
import styles from "./Home.module.css";
import { Live } from "./Live";
import { Releases } from "./Releases";

/** Home is where one arrives: what to do first, what was published, and what happens right now. */
export default function Home(): ReactElement {
  const { t } = useTranslation("home");
  const { env } = useEnvironment();
  const name = useQuery(sessionQuery).data?.account?.name ?? "";
  const people = useQuery(segmentsQuery(env)).data?.people;
  return (
    <Page title={t("hello", { name: name.split(" ")[0] ?? "" })} about={people === undefined ? " " : t("about", { count: people, shown: count(people), env })}>
      <FirstSteps env={env} />
      <div className={styles.columns}>
        <Releases env={env} />
        <Live env={env} />
      </div>
    </Page>
  );
}

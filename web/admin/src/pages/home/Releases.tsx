import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Card } from "../../components/Card";
import { Empty } from "../../components/Empty";
import { Failure } from "../../components/Failure";
import { Loading } from "../../components/Loading";
import { ago, moment } from "../../texts/formats";
import styles from "./Home.module.css";
import { useReleases } from "./useReleases";

/** Releases lists what was published last. */
export function Releases({ env }: { env: string }): ReactElement {
  const { t } = useTranslation("home");
  const releases = useReleases(env);
  return (
    <Card title={t("releases")}>
      {releases.isPending && <Loading rows={3} />}
      {releases.isError && <Failure error={releases.error} retry={() => void releases.refetch()} />}
      {releases.data?.length === 0 && <Empty icon="releases" title={t("noReleases")} text={t("noReleasesText")} />}
      <ul className={styles.list}>
        {releases.data?.map(({ number, message, author, at }) => (
          <li key={number}>
            <strong>{message || t("revision", { number })}</strong>
            <span className={styles.number}>{number}</span>
            <span className={styles.soft} title={moment(at)}>{t("by", { name: author, ago: ago(at) })}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

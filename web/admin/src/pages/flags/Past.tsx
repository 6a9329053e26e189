import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../../api/client";
import { Card } from "../../components/Card";
import { Icon } from "../../components/Icon";
import { ago, count, moment } from "../../texts/formats";
import styles from "./Flags.module.css";
import type { Published } from "./queries";

/** Uses lists what reads a flag, and would have to be changed before the flag can be deleted. */
export function Uses({ env, users }: { env: string; users: readonly Schemas["DefinitionName"][] }): ReactElement {
  const { t } = useTranslation("flags");
  return (
    <Card title={t("usedTitle")}>
      {users.length === 0 && <p className={styles.soft}>{t("notUsed")}</p>}
      <ul className={styles.list}>
        {users.map(({ kind, key }) => (
          <li key={`${kind}/${key}`}>
            <Icon name={kind === "segment" ? "segments" : "flags"} size={17} />
            {kind === "flag" ? <Link to="/$env/flags/$key" params={{ env, key }}>{key}</Link> : kind === "segment" ? <Link to="/$env/segments/$key" params={{ env, key }} search={{}}>{key}</Link> : key}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Past is which revisions changed a flag. */
export function Past({ env, published }: { env: string; published: Published | null }): ReactElement {
  const { t } = useTranslation("flags");
  if (!published) return <Card title={t("history")}><p className={styles.soft}>{t("neverPublished")}</p></Card>;
  return (
    <Card title={t("history")}>
      <ol className={styles.past}>
        {published.history.map((one) => (
          <li key={one.revision}>
            <Link to="/$env/releases/$revision" params={{ env, revision: String(one.revision) }}>{one.message || t("revision", { number: one.revision })}</Link>
            <small title={moment(one.at)}>{one.author} · {ago(one.at)}</small>
          </li>
        ))}
      </ol>
      {published.changes > published.history.length && <p className={styles.soft}>{t("earlier", { shown: count(published.changes - published.history.length) })}</p>}
    </Card>
  );
}

import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Card } from "../../components/Card";
import { Empty } from "../../components/Empty";
import { Icon } from "../../components/Icon";
import { count } from "../../texts/formats";
import styles from "./Home.module.css";
import { useLive, type Push } from "./useLive";

/** Live shows what people are told right now. */
export function Live({ env }: { env: string }): ReactElement {
  const { t } = useTranslation("home");
  const { pushes, isOpen } = useLive(env);
  const state = <span className={styles.open} data-open={isOpen || undefined} role="status"><i />{isOpen ? t("connected") : t("connecting")}</span>;
  return (
    <Card title={t("live")} aside={state}>
      {pushes.length === 0 ? <Empty icon="live" title={t("quiet")} text={t("quietText")} /> : <ul className={styles.list}>{pushes.map((push) => <Told key={push.id} push={push} />)}</ul>}
    </Card>
  );
}

function Told({ push }: { push: Push }): ReactElement {
  const { t } = useTranslation("home");
  const { cause } = push;
  const why = t(`causes.${cause.kind}`, { name: cause.event ?? cause.list ?? "" });
  return (
    <li>
      <span className={styles.arrow}>
        <strong>{push.flag}</strong>{push.from ?? t("nothing")} <Icon name="forward" size={14} /> <span className={styles.to}>{push.to ?? t("nothing")}</span>
      </span>
      <span className={styles.number}>{t("delay", { shown: count(Math.max(1, Math.round(push.delay))) })}</span>
      <span className={styles.soft}>{push.person ?? t("somebody")} · {why}</span>
    </li>
  );
}

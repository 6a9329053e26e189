import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { useEnvironment } from "../../app/useEnvironment";
import blocks from "../../components/blocks.module.css";
import { Card } from "../../components/Card";
import { Empty } from "../../components/Empty";
import { Failure } from "../../components/Failure";
import { Loading } from "../../components/Loading";
import { When } from "../../components/When";
import { count, share } from "../../texts/formats";
import styles from "./Events.module.css";
import { workQuery } from "./queries";

/** Working shows what goes on in the background, and how far it is. */
export default function Working(): ReactElement {
  const { t } = useTranslation("events");
  const { env } = useEnvironment();
  const query = useQuery(workQuery(env));
  if (query.isPending) return <Loading rows={3} />;
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  return (
    <Card flush>
      {query.data.work.length === 0 && <Empty icon="check" title={t("noWork")} text={t("noWorkText")} />}
      <ul className={blocks.lines}>
        {query.data.work.map((one) => {
          const part = one.ended && !one.problem ? 1 : one.total ? Math.min(1, one.done / one.total) : undefined;
          return (
            <li key={`${one.kind}/${one.about ?? ""}/${one.started}`} className={styles.work}>
              <header>
                <strong>{t(`work.${one.kind}`)}{one.about && <span className={blocks.soft}> {one.about}</span>}</strong>
                <span className={blocks.tag} data-tone={one.problem ? "brick" : one.ended ? "lead" : "amber"}>{one.problem ? t("stopped") : one.ended ? t("ended") : t("running")}</span>
              </header>
              {!one.ended && part !== undefined && <div className={blocks.bar} role="progressbar" aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(part * 100)} aria-label={t(`work.${one.kind}`)}><i style={{ inlineSize: `${part * 100}%` }} /></div>}
              <span className={blocks.soft}>
                {one.total ? t("doneOf", { done: count(one.done), of: count(one.total), part: share(one.done, one.total) }) : t("done", { done: count(one.done) })} · {t("changed", { count: one.changed, shown: count(one.changed) })} · <When at={one.ended ?? one.started} />
              </span>
              {one.problem && <span className={blocks.note}>{one.problem}</span>}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

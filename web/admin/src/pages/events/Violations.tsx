import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import { answer } from "../../api/refusal";
import { useEnvironment } from "../../app/useEnvironment";
import blocks from "../../components/blocks.module.css";
import { Card } from "../../components/Card";
import { Confirm } from "../../components/Confirm";
import { Empty } from "../../components/Empty";
import { Failure } from "../../components/Failure";
import { Loading } from "../../components/Loading";
import { When } from "../../components/When";
import { count } from "../../texts/formats";

/** Violations counts what is not as it is declared, whatever became of it. */
export default function Violations(): ReactElement {
  const { t } = useTranslation("events");
  const { env, may } = useEnvironment();
  const client = useQueryClient();
  const [asked, setAsked] = useState(false);
  const query = useQuery({ queryKey: [env, "violations"], queryFn: ({ signal }) => answer(api.GET("/api/v1/environments/{env}/violations", { params: { path: { env } }, signal })) });
  const clear = useMutation({
    mutationFn: () => answer(api.DELETE("/api/v1/environments/{env}/violations", { params: { path: { env } } })),
    onSuccess: async () => {
      setAsked(false);
      await client.invalidateQueries({ queryKey: [env, "violations"] });
    },
  });
  const all = query.data?.violations ?? [];
  return (
    <Card flush>
      {query.isPending && <div className={blocks.pad}><Loading /></div>}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && all.length === 0 && <Empty icon="check" title={t("noViolations")} text={t("noViolationsText")} />}
      {all.length > 0 && (
        <>
          <div className={blocks.tools}><p className={blocks.soft}>{t("violationsText")}</p>{may("publisher") && <Button variant="default" onClick={() => setAsked(true)}>{t("clear")}</Button>}</div>
          <div className={blocks.scroller} tabIndex={0} role="region" aria-label={t("part.violations")}>
            <table className={blocks.table}>
              <thead><tr><th>{t("what")}</th><th>{t("problem")}</th><th>{t("outcome")}</th><th>{t("often")}</th><th>{t("last")}</th></tr></thead>
              <tbody>
                {all.map((one) => (
                  <tr key={`${one.of}/${one.event}/${one.path}/${one.problem}/${one.outcome}`}>
                    <td><strong>{one.event ?? t(`of.${one.of}`)}</strong><div className={blocks.about}><code>{one.path}</code></div></td>
                    <td>{t(`problems.${one.problem}`)}</td>
                    <td><span className={blocks.tag} data-tone={one.outcome === "failed" ? "brick" : one.outcome === "dropped" ? "amber" : undefined}>{t(`outcomes.${one.outcome}`)}</span></td>
                    <td className={blocks.number}>{count(one.count)}</td>
                    <td><When at={one.last_seen} /></td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
      {asked && <Confirm title={t("clear")} button={t("clear")} pending={clear.isPending} confirm={() => clear.mutate()} close={() => setAsked(false)}><p>{t("clearText")}</p></Confirm>}
    </Card>
  );
}

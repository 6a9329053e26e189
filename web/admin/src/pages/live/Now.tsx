import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import { answer } from "../../api/refusal";
import { Failure } from "../../components/Failure";
import { count } from "../../texts/formats";
import styles from "./Live.module.css";

/** Now shows how many listen, and what the server has told them since it started. */
export function Now({ env }: { env: string }): ReactElement {
  const { t } = useTranslation("live");
  const now = useQuery({
    queryKey: [env, "live", "now"],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/environments/{env}/live/now", { params: { path: { env } }, signal })),
    refetchInterval: 2000,
  });
  if (now.isError && !now.data) return <Failure error={now.error} retry={() => void now.refetch()} />;
  const numbers = [["listeners", now.data?.listeners], ["sockets", now.data?.sockets], ["topics", now.data?.topics], ["updates", now.data?.updates], ["evaluations", now.data?.evaluations], ["revision", now.data?.revision]] as const;
  return (
    <dl className={styles.numbers}>
      {numbers.map(([name, value]) => <div key={name} className={styles.number}><dt>{t(`now.${name}`)}</dt><dd>{value === undefined ? "–" : count(value)}</dd></div>)}
    </dl>
  );
}

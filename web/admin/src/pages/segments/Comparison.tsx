import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import { answer } from "../../api/refusal";
import { Card } from "../../components/Card";
import { Failure } from "../../components/Failure";
import { Loading } from "../../components/Loading";
import { People } from "../../rules/People";
import { count } from "../../texts/formats";
import styles from "./Segments.module.css";

/** Comparison says who would come into a segment and who would fall out of it, once what is edited is published. */
export function Comparison({ env, name, when }: { env: string; name: string; when: string }): ReactElement {
  const { t } = useTranslation("segments");
  const [steady] = useDebouncedValue(when, 400);
  const compared = useQuery({
    queryKey: [env, "compare", name, steady],
    queryFn: ({ signal }) => answer(api.POST("/api/v1/environments/{env}/segments/compare", { params: { path: { env } }, body: { key: name, when: steady }, signal })),
    staleTime: 30_000,
    placeholderData: keepPreviousData,
  });
  const ways = ["enter", "leave"] as const;
  return (
    <Card title={t("compare")}>
      {compared.isPending && <Loading rows={1} />}
      {compared.isError && <Failure error={compared.error} retry={() => void compared.refetch()} />}
      {compared.data && (
        <div className={styles.moves}>
          {ways.map((way) => (
            <div className={styles.move} data-way={way} key={way}>
              <span className={styles.soft}>{t(way)}</span>
              <b>{count(compared.data[way].people)}</b>
              <People sample={compared.data[way].sample.slice(0, 4)} />
            </div>
          ))}
        </div>
      )}
    </Card>
  );
}

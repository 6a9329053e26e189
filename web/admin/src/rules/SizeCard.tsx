import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Card } from "../components/Card";
import { Failure } from "../components/Failure";
import { Loading } from "../components/Loading";
import { count, share } from "../texts/formats";
import { People } from "./People";
import { sizeQuery, type Size } from "./queries";
import styles from "./rules.module.css";

/** useSize counts whom a rule is true for while it is written; right is undefined where it has a mistake. */
export function useSize(env: string, right: string | undefined) {
  const [steady] = useDebouncedValue(right, 200);
  return useQuery({ ...sizeQuery(env, steady ?? ""), enabled: steady !== undefined });
}

/** SizeCard says how many people a rule is true for. */
export function SizeCard({ size }: { size: ReturnType<typeof useSize> }): ReactElement {
  const { t } = useTranslation("rules");
  return (
    <Card title={t("size")}>
      {size.isError ? <Failure error={size.error} retry={() => void size.refetch()} /> : size.data ? <Numbers size={size.data} /> : size.isFetching ? <Loading rows={2} /> : <p className={styles.soft}>–</p>}
    </Card>
  );
}

function Numbers({ size }: { size: Size }): ReactElement {
  const { t } = useTranslation("rules");
  if (size.people === 0) return <p className={styles.soft}>{t("nobodyKnown")}</p>;
  const part = `${(size.members / size.people) * 100}%`;
  return (
    <div className={styles.size}>
      <div aria-live="polite">
        <div className={styles.big}>{count(size.members)}</div>
        <p className={styles.soft}>{t("of", { share: share(size.members, size.people), shown: count(size.people) })}</p>
      </div>
      <div className={styles.bar} aria-hidden="true"><i style={{ inlineSize: part }} /></div>
      {size.estimate && <p className={styles.soft}>{t("about", { low: count(size.estimate.low), high: count(size.estimate.high) })}</p>}
      {size.unknown > 0 && <p className={styles.soft}>{t("unknownPeople", { shown: t("people", { count: size.unknown, shown: count(size.unknown) }) })}</p>}
      <div>
        <p className={styles.soft}>{size.sample_people?.length ? t("sample") : size.members === 0 ? t("noSample") : ""}</p>
        <People sample={size.sample_people ?? []} />
      </div>
    </div>
  );
}

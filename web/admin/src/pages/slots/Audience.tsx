import { SegmentedControl, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { vocabularyQuery } from "../../rules/queries";
import { segmentOf } from "./domain";
import { Loading } from "../../components/Loading";
import styles from "./Slots.module.css";

const RuleAudience = lazy(() => import("./RuleAudience"));

type Sort = "everybody" | "segment" | "rule";

interface AudienceProps {
  env: string;
  label: string;
  when: string | undefined;
  change: (when: string | undefined) => void;
  blur: () => void;
}

/** Audience says for whom an experience is: for everybody, a segment, or whoever a rule is true for. */
export function Audience({ env, label, when, change, blur }: AudienceProps): ReactElement {
  const { t } = useTranslation("slots");
  const segments = useQuery(vocabularyQuery(env)).data?.segments ?? [];
  const segment = segmentOf(when);
  const [sort, setSort] = useState<Sort>(when === undefined ? "everybody" : segment ? "segment" : "rule");
  const turn = (next: Sort): void => {
    setSort(next);
    if (next === "everybody") change(undefined);
    else if (next === "segment" && !segment && segments[0]) change(`segment("${segments[0].key}")`);
  };
  return (
    <div className={styles.audience}>
      <SegmentedControl size="xs" aria-label={label} value={sort} onChange={(next) => turn(next as Sort)} data={(["everybody", "segment", "rule"] as const).map((value) => ({ value, label: t(`audience.${value}`) }))} />
      {sort === "segment" && (
        <Select
          aria-label={`${label}: ${t("audience.segment")}`} searchable allowDeselect={false} placeholder={t("audience.choose")} nothingFoundMessage={t("noMatch")} value={segment ?? null} onChange={(key) => key && change(`segment("${key}")`)}
          data={segments.map(({ key, people }) => ({ value: key, label: t("audience.people", { key, count: people }) }))}
        />
      )}
      {sort === "rule" && <Suspense fallback={<Loading rows={2} />}><RuleAudience env={env} label={`${label}: ${t("audience.rule")}`} when={when ?? ""} change={change} blur={blur} /></Suspense>}
    </div>
  );
}

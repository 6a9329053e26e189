import { SegmentedControl, Select, Textarea } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import { answer } from "../../api/refusal";
import { vocabularyQuery } from "../../personal/queries";
import { segmentOf } from "./domain";
import styles from "./Slots.module.css";

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
      {sort === "rule" && <Rule env={env} label={`${label}: ${t("audience.rule")}`} when={when ?? ""} change={change} blur={blur} />}
    </div>
  );
}

function Rule({ env, label, when, change, blur }: { env: string; label: string; when: string; change: (when: string | undefined) => void; blur: () => void }): ReactElement {
  const [steady] = useDebouncedValue(when, 250);
  const check = useQuery({
    queryKey: [env, "check", steady],
    queryFn: async ({ signal }) => ({ source: steady, ...(await answer(api.POST("/api/v1/environments/{env}/rules/check", { params: { path: { env } }, body: { source: steady }, signal }))) }),
    enabled: steady.trim() !== "", staleTime: Infinity,
  });
  const wrong = check.data?.source === when ? check.data.diagnostics[0] : undefined;
  return <Textarea aria-label={label} autosize minRows={1} maxRows={8} dir="ltr" spellCheck={false} className={styles.code ?? ""} placeholder='role == "designer" && plan == "trial"' value={when} onChange={(event) => change(event.currentTarget.value || undefined)} onBlur={blur} error={wrong && (wrong.hint ? `${wrong.message}: ${wrong.hint}` : wrong.message)} />;
}

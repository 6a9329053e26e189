import { Select } from "@mantine/core";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";

/** ChoiceField takes one of some words. */
export default function ChoiceField({ label, words, value, isRequired, change, blur }: { label: string; words: readonly string[]; value: string | null; isRequired?: boolean; change: (value: string | null) => void; blur: () => void }): ReactElement {
  const { t } = useTranslation("content");
  return <Select aria-label={label} searchable={words.length > 8} clearable={!isRequired} clearButtonProps={{ "aria-label": t("field.clear") }} data={words} value={value} placeholder={t("field.choose")} nothingFoundMessage={t("nothing")} onChange={change} onBlur={blur} />;
}

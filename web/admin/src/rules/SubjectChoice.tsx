import { Select } from "@mantine/core";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Subject } from "./form";
import type { Vocabulary } from "./queries";
import styles from "./rules.module.css";

/** SubjectChoice chooses what a sentence is about, from all that is known. */
export function SubjectChoice({ vocabulary, value, choose, opened }: { vocabulary: Vocabulary; value?: Subject; choose: (subject: Subject) => void; opened?: boolean }): ReactElement {
  const { t } = useTranslation("rules");
  const items = (kind: Subject["kind"], keys: string[], text: (key: string) => string) => keys.map((key) => ({ value: `${kind}:${key}`, label: text(key) }));
  const data = [
    { group: t("facts"), items: items("attribute", vocabulary.attributes.map(({ name }) => name), (key) => key) },
    { group: t("did"), items: items("event", vocabulary.events.map(({ name }) => name), (key) => key) },
    { group: t("segments"), items: items("segment", vocabulary.segments.map(({ key }) => key), (key) => t("inSegment", { key })) },
    { group: t("lists"), items: items("list", vocabulary.lists.map(({ key }) => key), (key) => t("onList", { key })) },
    { group: t("flags"), items: items("flag", vocabulary.flags.filter(({ type }) => type !== "content" && type !== "object").map(({ key }) => key), (key) => t("flag", { key })) },
  ];
  const take = (text: string | null): void => {
    if (!text) return;
    const cut = text.indexOf(":");
    choose({ kind: text.slice(0, cut) as Subject["kind"], key: text.slice(cut + 1) });
  };
  return (
    <Select
      className={styles.subject} aria-label={t("subject")} placeholder={t("choose")} nothingFoundMessage={t("noMatch")} searchable allowDeselect={false} data={data}
      value={value ? `${value.kind}:${value.key}` : null} onChange={take} maxDropdownHeight={320} {...(opened && { defaultDropdownOpened: true, autoFocus: true })}
    />
  );
}

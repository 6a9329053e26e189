import { ActionIcon, Button, MultiSelect, NumberInput } from "@mantine/core";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../../components/Icon";
import { Thumbnail } from "../../preview/Frame";
import { all, entriesOf, evenly, percent, shareOf, showing, variantsOf, weighed, type Serve, type Slot } from "./domain";
import styles from "./Slots.module.css";
import { useEntryNames } from "./useEntryNames";
import type { Editing } from "./useSlot";

interface ShowsProps {
  editing: Editing;
  label: string;
  serve: Serve;
  /** change is told what is served now, and the slot with the variants that this needs. */
  change: (serve: Serve, slot: Slot) => void;
}

/** Shows says which content is shown, as pictures: one piece, several, or a split between some. */
export function Shows({ editing, label, serve, change }: ShowsProps): ReactElement {
  const { t } = useTranslation("slots");
  const { env, slot } = editing;
  const names = useEntryNames(env, slot.accepts);
  const variants = variantsOf(serve);
  const isSplit = typeof serve !== "string";
  const take = (variant: string, entries: string[]): void => {
    const { slot: next, variant: other } = showing(slot, entries);
    if (!isSplit) return change(other, next);
    if (other !== variant && other in serve) return; // it is a part of the split already
    change(Object.fromEntries(Object.entries(serve).map(([name, weight]) => [name === variant ? other : name, weight])), next);
  };
  const add = (): void => {
    const more = names.map((name) => showing(slot, [name])).find(({ variant }) => !variants.includes(variant)) ?? showing(slot, []);
    if (!variants.includes(more.variant)) change(evenly([...variants, more.variant]), more.slot);
  };
  const drop = (variant: string): void => {
    const rest = variants.filter((name) => name !== variant);
    change(rest.length === 1 ? (rest[0] ?? "") : evenly(rest), slot);
  };
  return (
    <div className={styles.shows}>
      {variants.map((variant) => (
        <div key={variant} className={styles.shown}>
          <Picture editing={editing} variant={variant} />
          <div className={styles.choose}>
            <MultiSelect
              aria-label={`${label}: ${t("shows.what")}`} searchable hidePickedOptions data={[...new Set([...names, ...entriesOf(slot, variant)])]} value={entriesOf(slot, variant)} onChange={(entries) => take(variant, entries)}
              placeholder={entriesOf(slot, variant).length === 0 ? t("nothingShown") : ""} nothingFoundMessage={t("noMatch")} maxDropdownHeight={260}
            />
            {isSplit && (
              <div className={styles.sentence}>
                <NumberInput className={styles.little ?? ""} aria-label={`${label}: ${t("shows.share", { name: variant })}`} min={0} max={100} decimalScale={3} suffix=" %" value={percent(serve[variant] ?? 0)} onChange={(next) => typeof next === "number" && shareOf(next) !== serve[variant] && change(weighed(serve, variant, shareOf(next)), slot)} />
                <span className={styles.meter}><i style={{ inlineSize: `${((serve[variant] ?? 0) / all) * 100}%` }} /></span>
                <ActionIcon variant="subtle" color="gray" aria-label={`${label}: ${t("shows.drop", { name: variant })}`} onClick={() => drop(variant)}><Icon name="close" size={16} /></ActionIcon>
              </div>
            )}
          </div>
        </div>
      ))}
      <div><Button size="compact-sm" variant="subtle" leftSection={<Icon name="plus" size={15} />} aria-label={`${label}: ${t("shows.split")}`} onClick={add}>{t("shows.split")}</Button></div>
    </div>
  );
}

/** Picture is what a variant looks like. */
function Picture({ editing, variant }: { editing: Editing; variant: string }): ReactElement {
  const { t } = useTranslation("slots");
  const entries = entriesOf(editing.slot, variant);
  const look = editing.pictures.get(variant);
  if (entries.length === 0) return <span className={styles.blank}>{t("nothingShown")}</span>;
  if (!look) return <span className={styles.blank}>…</span>;
  if (look.html === "") return <span className={styles.blank}>{t("notNow")}</span>;
  return <Thumbnail html={look.html} ground={editing.ground} title={t("pictureOf", { name: entries.join(", ") })} />;
}

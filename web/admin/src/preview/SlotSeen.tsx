import { Button, Select } from "@mantine/core";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../components/Icon";
import { moment } from "../texts/formats";
import { Frame } from "./Frame";
import type { Ground } from "./page";
import styles from "./preview.module.css";
import type { PreviewedSlot } from "./shown";
import { Trace } from "./Trace";

interface SlotSeenProps {
  slot: PreviewedSlot;
  ground: Ground;
  /** The variant that is shown whatever the targeting says. */
  forced: string | undefined;
  force: (variant: string | null) => void;
}

/** SlotSeen is what one slot shows, and why. */
export function SlotSeen({ slot, ground, forced, force }: SlotSeenProps): ReactElement {
  const { t } = useTranslation("preview");
  const [isOpen, setOpen] = useState(false);
  const why = slot.forced ? t("why.forced") : slot.reason === "DISABLED" ? t("why.off") : slot.reason === "ERROR" ? t("why.broken") : slot.targeting ? t("why.because", { name: slot.targeting }) : t("why.default");
  return (
    <section className={styles.slot} aria-label={slot.slot}>
      <div className={styles.slotHead}>
        <div>
          <h3>{slot.slot}</h3>
          <p className={styles.why}>{why}{slot.until && ` ${t("until", { at: moment(slot.until) })}`}</p>
        </div>
        <Select size="xs" aria-label={t("show", { name: slot.slot })} clearable clearButtonProps={{ "aria-label": t("clear") }} placeholder={slot.variant ?? t("targeting")} value={forced ?? null} onChange={force} data={slot.variants} />
      </div>
      <Frame html={slot.html ?? ""} ground={ground} title={slot.slot} />
      {slot.problem && <p className={styles.note} data-wrong><Icon name="warning" size={17} />{slot.problem}</p>}
      {slot.entries && slot.entries.length > 0 && (
        <>
          <div><Button size="compact-sm" variant="subtle" aria-expanded={isOpen} aria-label={`${t("trace.title")} ${slot.slot}`} leftSection={<Icon name="info" size={16} />} onClick={() => setOpen(!isOpen)}>{t("trace.title")}</Button></div>
          {isOpen && <Trace steps={slot.entries} />}
        </>
      )}
    </section>
  );
}

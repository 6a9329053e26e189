import { Modal } from "@mantine/core";
import { Fragment, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { navigation } from "./navigation";
import styles from "./Palette.module.css";

/** Shortcuts lists the keys that do something. */
export default function Shortcuts({ close }: { close: () => void }): ReactElement {
  const { t } = useTranslation();
  const rows: [string[], string][] = [
    [["Ctrl K"], t("shortcuts.search")],
    [["/"], t("shortcuts.filter")],
    [["Ctrl Z"], t("shortcuts.undo")],
    [["p"], t("previewAs")],
    [["?"], t("shortcuts.help")],
    ...navigation.map((item): [string[], string] => [["g", item.key], t("shortcuts.go", { page: t(item.text) })]),
  ];
  return (
    <Modal opened onClose={close} title={t("shortcuts.title")} closeButtonProps={{ "aria-label": t("shortcuts.close") }}>
      <dl className={styles.shortcuts}>
        {rows.map(([keys, text]) => (
          <Fragment key={text}>
            <dt>{keys.map((key, at) => <Fragment key={key}>{at > 0 && ` ${t("shortcuts.then")} `}<kbd>{key}</kbd></Fragment>)}</dt>
            <dd>{text}</dd>
          </Fragment>
        ))}
      </dl>
    </Modal>
  );
}

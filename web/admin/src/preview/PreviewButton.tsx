import { lazy, Suspense, useCallback, useEffect, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import shell from "../app/Shell.module.css";
import { Icon } from "../components/Icon";
import styles from "./button.module.css";

const PreviewAs = lazy(() => import("./PreviewAs"));

/** PreviewButton opens the preview from every page: with a click, or with the key p. */
export function PreviewButton({ env }: { env: string }): ReactElement {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const { target } = event;
      const isTyping = target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
      if (event.key !== "p" || event.ctrlKey || event.metaKey || event.altKey || isTyping || document.querySelector('[role="dialog"]')) return;
      event.preventDefault();
      setOpen(true);
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
  return (
    <>
      <button type="button" className={`${shell.find} ${styles.button}`} aria-haspopup="dialog" aria-label={t("previewAs")} title={`${t("previewAs")} (p)`} onClick={() => setOpen(true)}>
        <Icon name="eye" size={18} /><span>{t("previewAs")}</span>
      </button>
      <Suspense>{open && <PreviewAs env={env} close={close} />}</Suspense>
    </>
  );
}

import { useMemo, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import styles from "./preview.module.css";
import { heightOf, pageOf, type Ground } from "./page";

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";

/** Frame shows what the server rendered, in a sandbox in which nothing runs. */
export function Frame({ html, ground, title, width, height }: { html: string; ground: Ground; title: string; width?: number; height?: number }): ReactElement {
  const { t } = useTranslation("preview");
  const nothing = t("nothingShown");
  const page = useMemo(() => pageOf(html, { ground, nonce, nothing }), [html, ground, nothing]);
  const high = height ?? heightOf(html, Math.min(width ?? 640, innerWidth - 70));
  return <iframe className={styles.frame} title={title} sandbox="" srcDoc={page} referrerPolicy="no-referrer" loading="lazy" style={{ blockSize: high, ...(width && { maxInlineSize: width }) }} data-ground={ground} />;
}

/** Thumbnail is a small picture of a rendered piece; it is looked at only. */
export function Thumbnail({ html, ground, title }: { html: string; ground: Ground; title: string }): ReactElement {
  const { t } = useTranslation("preview");
  const nothing = t("nothingShown");
  const page = useMemo(() => pageOf(html, { ground, nonce, nothing }), [html, ground, nothing]);
  return (
    <span className={styles.thumbnail} data-ground={ground}>
      <iframe title={title} sandbox="" srcDoc={page} referrerPolicy="no-referrer" loading="lazy" tabIndex={-1} />
    </span>
  );
}

import { Button, Modal } from "@mantine/core";
import { useState, type ReactElement, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "./Icon";
import styles from "./Secret.module.css";

/** Secret shows a key or a link that is shown only once, with a button that copies it. */
export function Secret({ title, value, children, close }: { title: string; value: string; children: ReactNode; close: () => void }): ReactElement {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={close} title={title} closeOnClickOutside={false} closeButtonProps={{ "aria-label": t("confirm.close") }} size="lg">
      <div className={styles.body}>
        <div className={styles.text}>{children}</div>
        <div className={styles.line}>
          <code className={styles.value} data-testid="secret">{value}</code>
          <CopyButton text={value} />
        </div>
        <p className={styles.once}><Icon name="info" size={17} />{t("secret.once")}</p>
        <Button variant="default" onClick={close}>{t("secret.done")}</Button>
      </div>
    </Modal>
  );
}

/** CopyButton puts a text into the clipboard, and says so. */
export function CopyButton({ text }: { text: string }): ReactElement {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 2500);
  };
  return (
    <Button leftSection={<Icon name={copied ? "check" : "copy"} size={17} />} onClick={() => void copy()} data-autofocus>
      <span role="status">{copied ? t("copy.copied") : t("copy.copy")}</span>
    </Button>
  );
}

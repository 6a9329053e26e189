import { Modal } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { reentry } from "../../api/reentry";
import { sessionQuery } from "../../api/queries";
import styles from "./Entry.module.css";
import { SignInForm } from "./SignInForm";

/** SignInAgain lies over the page when the session has ended. It cannot be closed: behind it calls wait. */
export default function SignInAgain(): ReactElement {
  const { t } = useTranslation();
  const client = useQueryClient();
  const email = useQuery({ ...sessionQuery, enabled: false }).data?.account?.email;
  return (
    <Modal opened onClose={() => undefined} withCloseButton={false} closeOnClickOutside={false} closeOnEscape={false} title={t("entry.again")} centered zIndex={500}>
      <div className={styles.fields}>
        <p className={styles.text}>{t("entry.againText")}</p>
        <SignInForm as={email} entered={(session) => { client.setQueryData(sessionQuery.queryKey, session); reentry.done(); }} />
        <a href="/admin/signin">{t("entry.other")}</a>
      </div>
    </Modal>
  );
}

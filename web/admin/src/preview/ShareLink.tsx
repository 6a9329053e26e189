import { Button, Select, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import { answer } from "../api/refusal";
import { useEnvironment } from "../app/useEnvironment";
import { Icon } from "../components/Icon";
import { say } from "../components/toast";
import { moment } from "../texts/formats";
import styles from "./preview.module.css";
import type { Question } from "./question";

const hours = ["1", "24", "168", "720"] as const;

/** ShareLink makes a link to what is shown, for somebody without an account. */
export function ShareLink({ env, question, locale }: { env: string; question: Question; locale: string | undefined }): ReactElement | null {
  const { t } = useTranslation("preview");
  const { may } = useEnvironment();
  const [length, setLength] = useState<string>("24");
  const link = useMutation({
    mutationFn: () => {
      const expires = new Date(Date.now() + Number(length) * 3_600_000 - 60_000).toISOString();
      return answer(api.POST("/api/v1/environments/{env}/preview/links", { params: { path: { env } }, body: { ...question, expires }, ...(locale && { headers: { "Accept-Language": locale } }) }));
    },
  });
  if (!may("editor")) return null;
  const address = link.data && new URL(link.data.url, location.origin).href;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(address ?? "");
    say(t("link.copied"));
  };
  return (
    <div className={styles.ask} style={{ marginBlockStart: 20 }}>
      <div className={styles.link}>
        <Select label={t("link.ends")} allowDeselect={false} value={length} onChange={(next) => setLength(next ?? "24")} data={hours.map((value) => ({ value, label: t(`link.in.${value}`) }))} />
        <Button variant="default" leftSection={<Icon name="link" size={17} />} loading={link.isPending} onClick={() => link.mutate()}>{t("link.make")}</Button>
      </div>
      {address && link.data && (
        <>
          <div className={styles.link}>
            <TextInput aria-label={t("link.address")} readOnly dir="ltr" value={address} onFocus={(event) => event.currentTarget.select()} />
            <Button variant="default" leftSection={<Icon name="copy" size={17} />} onClick={() => void copy()}>{t("link.copy")}</Button>
          </div>
          <p className={styles.why}>{t("link.until", { at: moment(link.data.expires) })}</p>
        </>
      )}
    </div>
  );
}

import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import { sessionQuery, type Session } from "../../api/queries";
import { answer } from "../../api/refusal";
import styles from "./Entry.module.css";
import { Wrong } from "./Entry";

/** SignInForm asks for address and password; as is who has to come back, over a page. */
export function SignInForm({ as, entered }: { as?: string | undefined; entered: (session: Session) => void }): ReactElement {
  const { t } = useTranslation();
  const [email, setEmail] = useState(as ?? "");
  const [password, setPassword] = useState("");
  const oidc = useQuery(sessionQuery).data?.oidc;
  const signIn = useMutation({
    mutationFn: () => answer(api.POST("/api/v1/session", { body: { email: email.trim(), password } })),
    onSuccess: entered,
    meta: { quiet: true },
  });
  return (
    <form className={styles.fields} onSubmit={(event) => { event.preventDefault(); signIn.mutate(); }}>
      {signIn.isError && <Wrong error={signIn.error} />}
      <TextInput label={t("entry.email")} type="email" autoComplete="username" required withAsterisk={false} data-autofocus={!as || undefined} value={email} readOnly={as !== undefined} onChange={(event) => setEmail(event.currentTarget.value)} size="md" />
      <PasswordInput label={t("entry.password")} autoComplete="current-password" required withAsterisk={false} data-autofocus={as !== undefined || undefined} value={password} onChange={(event) => setPassword(event.currentTarget.value)} size="md" />
      <Button type="submit" size="md" loading={signIn.isPending}>{t("entry.signIn")}</Button>
      {oidc && as === undefined && (
        <>
          <div className={styles.or}>{t("entry.or")}</div>
          <Button component="a" href={oidc.url} variant="default" size="md">{t("entry.with", { name: oidc.name })}</Button>
        </>
      )}
    </form>
  );
}

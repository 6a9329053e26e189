import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useState, type ReactElement, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Wrong } from "./Entry";
import styles from "./Entry.module.css";

/** NewAccount is what somebody says of themselves who has no account yet. */
export interface NewAccount {
  name: string;
  email: string;
  password: string;
}

interface Asked {
  /** The address, where it is known already. */
  email?: string;
  /** Whether a name is asked for. */
  withName: boolean;
  button: string;
  pending: boolean;
  error: unknown;
  submit: (account: NewAccount) => void;
  children?: ReactNode;
}

const shortest = 10;

/** NewAccountForm asks who somebody is, and for a password. */
export function NewAccountForm({ email: known, withName, button, pending, error, submit, children }: Asked): ReactElement {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const [email, setEmail] = useState(known ?? "");
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const short = password.length < shortest;
  const send = (): void => {
    setTried(true);
    if (!short) submit({ name: name.trim(), email: email.trim(), password });
  };
  return (
    <form className={styles.fields} onSubmit={(event) => { event.preventDefault(); send(); }}>
      {error !== null && error !== undefined && <Wrong error={error} />}
      {children}
      {withName && <TextInput label={t("entry.name")} autoComplete="name" required withAsterisk={false} value={name} onChange={(event) => setName(event.currentTarget.value)} size="md" />}
      {known === undefined && <TextInput label={t("entry.email")} type="email" autoComplete="username" required withAsterisk={false} value={email} onChange={(event) => setEmail(event.currentTarget.value)} size="md" />}
      <PasswordInput label={t("entry.password")} description={t("entry.passwordHint")} autoComplete="new-password" required withAsterisk={false} value={password} onChange={(event) => setPassword(event.currentTarget.value)} error={tried && short ? t("entry.short") : undefined} size="md" />
      <Button type="submit" size="md" loading={pending}>{button}</Button>
    </form>
  );
}

import { TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import { sessionQuery } from "../../api/queries";
import { answer } from "../../api/refusal";
import { LinkButton } from "../../components/LinkButton";
import { Entry } from "./Entry";
import { NewAccountForm, type NewAccount } from "./NewAccountForm";
import { useEnter } from "./useEnter";

/** SetUp makes the first account. The code that the server printed stands behind the # of the address. */
export default function SetUp(): ReactElement {
  const { t } = useTranslation();
  const enter = useEnter();
  const inAddress = useLocation().hash;
  const [token, setToken] = useState(inAddress);
  const session = useQuery(sessionQuery).data;
  const setUp = useMutation({
    mutationFn: (account: NewAccount) => answer(api.POST("/api/v1/setup", { body: { token: token.trim(), ...account } })),
    onSuccess: enter,
    meta: { quiet: true },
  });
  if (session && !session.setup) {
    return <Entry title={t("entry.done")}><LinkButton to="/" size="md">{t("entry.toSignIn")}</LinkButton></Entry>;
  }
  return (
    <Entry title={t("entry.setupTitle")} text={t("entry.setupText")}>
      <NewAccountForm withName button={t("entry.setupButton")} pending={setUp.isPending} error={setUp.error} submit={setUp.mutate}>
        {inAddress === "" && <TextInput label={t("entry.setupToken")} description={t("entry.setupTokenHint")} required withAsterisk={false} autoComplete="off" value={token} onChange={(event) => setToken(event.currentTarget.value)} size="md" />}
      </NewAccountForm>
    </Entry>
  );
}

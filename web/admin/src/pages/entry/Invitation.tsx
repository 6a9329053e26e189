import { useMutation, useQuery } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import { answer } from "../../api/refusal";
import { Loading } from "../../components/Loading";
import { LinkButton } from "../../components/LinkButton";
import { Entry, Wrong } from "./Entry";
import { NewAccountForm, type NewAccount } from "./NewAccountForm";
import { useEnter } from "./useEnter";

/** Invitation lets somebody in who was invited, or who needs a new password. What opens it stands behind the # of the address. */
export default function Invitation(): ReactElement {
  const { t } = useTranslation();
  const enter = useEnter();
  const token = useLocation().hash;
  const opened = useQuery({
    queryKey: ["invitation", token],
    queryFn: () => answer(api.POST("/api/v1/invitations/open", { body: { token } })),
    enabled: token !== "",
  });
  const accept = useMutation({
    mutationFn: ({ name, password }: NewAccount) => answer(api.POST("/api/v1/invitations/accept", { body: { token, password, ...(name && { name }) } })),
    onSuccess: enter,
    meta: { quiet: true },
  });
  const invitation = opened.data;
  if (token === "" || opened.isError) {
    return (
      <Entry title={t("entry.noToken")} text={token === "" ? t("entry.noTokenHint") : undefined}>
        {opened.isError && <Wrong error={opened.error} />}
        <LinkButton to="/" variant="default">{t("entry.toSignIn")}</LinkButton>
      </Entry>
    );
  }
  if (!invitation) return <Entry title={t("state.loading")}><Loading rows={3} /></Entry>;
  return (
    <Entry title={invitation.reset ? t("entry.resetTitle") : t("entry.invitationTitle", { by: invitation.by })} text={t("entry.invitationText", { email: invitation.email })}>
      <NewAccountForm email={invitation.email} withName={!invitation.reset} button={invitation.reset ? t("entry.reset") : t("entry.accept")} pending={accept.isPending} error={accept.error} submit={accept.mutate} />
    </Entry>
  );
}

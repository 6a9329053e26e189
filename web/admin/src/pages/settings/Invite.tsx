import { Button, Modal, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "../../api/client";
import { answer } from "../../api/refusal";
import blocks from "../../components/blocks.module.css";
import type { Roles } from "./roles";
import { RolesField } from "./RolesField";

/** Invite asks whom to invite, and as what. */
export function Invite({ invited, close }: { invited: (invitation: Schemas["Invitation"]) => void; close: () => void }): ReactElement {
  const { t } = useTranslation("settings");
  const client = useQueryClient();
  const [email, setEmail] = useState("");
  const [roles, setRoles] = useState<Roles>({ "*": "viewer" });
  const invite = useMutation({
    mutationFn: () => answer(api.POST("/api/v1/invitations", { body: { email: email.trim(), roles } })),
    onSuccess: async (invitation) => {
      invited(invitation);
      await client.invalidateQueries({ queryKey: ["invitations"] });
    },
  });
  return (
    <Modal opened onClose={close} title={t("people.invite")} closeButtonProps={{ "aria-label": t("close") }}>
      <form className={blocks.fields} onSubmit={(event) => { event.preventDefault(); invite.mutate(); }}>
        <TextInput data-autofocus label={t("people.email")} type="email" required withAsterisk={false} value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
        <RolesField roles={roles} change={setRoles} />
        <div className={`${blocks.buttons} ${blocks.end}`}>
          <Button variant="default" onClick={close}>{t("cancel")}</Button>
          <Button type="submit" disabled={Object.keys(roles).length === 0} loading={invite.isPending}>{t("people.makeLink")}</Button>
        </div>
      </form>
    </Modal>
  );
}

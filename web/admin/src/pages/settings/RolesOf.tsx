import { Button, Modal } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "../../api/client";
import { answer } from "../../api/refusal";
import blocks from "../../components/blocks.module.css";
import { say } from "../../components/toast";
import { RolesField } from "./RolesField";

/** RolesOf changes what somebody may do. */
export function RolesOf({ account, close }: { account: Schemas["Account"]; close: () => void }): ReactElement {
  const { t } = useTranslation("settings");
  const client = useQueryClient();
  const [roles, setRoles] = useState(account.roles);
  const save = useMutation({
    mutationFn: () => answer(api.PATCH("/api/v1/accounts/{id}", { params: { path: { id: account.id } }, body: { roles } })),
    onSuccess: async (now) => {
      say(t("people.rolesSaved", { name: now.name }));
      close();
      await Promise.all([client.invalidateQueries({ queryKey: ["accounts"] }), client.invalidateQueries({ queryKey: ["session"] })]);
    },
  });
  return (
    <Modal opened onClose={close} title={t("people.rolesOf", { name: account.name })} closeButtonProps={{ "aria-label": t("close") }}>
      <form className={blocks.fields} onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
        <RolesField roles={roles} change={setRoles} />
        <div className={`${blocks.buttons} ${blocks.end}`}>
          <Button variant="default" onClick={close}>{t("cancel")}</Button>
          <Button type="submit" disabled={Object.keys(roles).length === 0} loading={save.isPending}>{t("save")}</Button>
        </div>
      </form>
    </Modal>
  );
}

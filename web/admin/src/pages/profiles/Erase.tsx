import { Checkbox } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import { answer } from "../../api/refusal";
import { Confirm } from "../../components/Confirm";
import { say } from "../../components/toast";
import { count } from "../../texts/formats";

/** Erase forgets somebody for good, once their name is typed. */
export function Erase({ env, person, name, close }: { env: string; person: string; name: string; close: () => void }): ReactElement {
  const { t } = useTranslation("profiles");
  const client = useQueryClient();
  const navigate = useNavigate();
  const [suppress, setSuppress] = useState(false);
  const erase = useMutation({
    mutationFn: () => answer(api.DELETE("/api/v1/environments/{env}/profiles/{person}", { params: { path: { env, person }, ...(suppress && { query: { suppress } }) } })),
    onSuccess: async ({ profiles, also_in }) => {
      await navigate({ to: "/$env/profiles", params: { env } });
      client.removeQueries({ queryKey: [env, "profile", person] });
      await client.invalidateQueries({ queryKey: [env] });
      say(also_in.length > 0 ? t("erasedBut", { lists: also_in.map(({ list }) => list).join(", ") }) : t("erased", { count: profiles, shown: count(profiles) }));
    },
  });
  return (
    <Confirm title={t("eraseTitle", { name })} button={t("erase")} typed={name} pending={erase.isPending} confirm={() => erase.mutate()} close={close}>
      <p>{t("eraseText")}</p>
      <Checkbox label={t("suppress")} description={t("suppressText")} checked={suppress} onChange={(event) => setSuppress(event.currentTarget.checked)} />
    </Confirm>
  );
}

import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import { sessionQuery } from "../../api/queries";
import { answer } from "../../api/refusal";
import { isLive } from "../../app/useEnvironment";
import blocks from "../../components/blocks.module.css";
import { Card } from "../../components/Card";
import { say } from "../../components/toast";
import { count } from "../../texts/formats";
import { isAdministrator } from "./roles";

/** Environments lists them, and makes new ones. */
export default function Environments(): ReactElement {
  const { t } = useTranslation("settings");
  const session = useQuery(sessionQuery).data;
  return (
    <>
      <Card flush>
        <ul className={blocks.lines}>
          {session?.environments?.map(({ name, role, revision }) => (
            <li key={name}>
              <Link className={blocks.line} to="/$env" params={{ env: name }}>
                <span className={blocks.main}>
                  <span className={blocks.name}>{name}{isLive(name) && <span className={blocks.tag} data-tone="amber">{t("environments.live")}</span>}</span>
                  <span className={blocks.about}>{revision === 0 ? t("environments.empty") : t("environments.revision", { revision: count(revision) })}</span>
                </span>
                <span className={blocks.tag}>{t(`roles.${role}`)}</span>
              </Link>
            </li>
          ))}
        </ul>
      </Card>
      <Card title={t("environments.create")}>
        {isAdministrator(session?.account?.roles) ? <Create /> : <p className={blocks.soft}>{t("environments.onlyAdmins")}</p>}
      </Card>
    </>
  );
}

function Create(): ReactElement {
  const { t } = useTranslation("settings");
  const client = useQueryClient();
  const [name, setName] = useState("");
  const create = useMutation({
    mutationFn: () => answer(api.POST("/api/v1/environments", { body: { name: name.trim() } })),
    onSuccess: async (made) => {
      setName("");
      say(t("environments.created", { name: made.name }));
      await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
    },
  });
  return (
    <form className={blocks.buttons} onSubmit={(event) => { event.preventDefault(); create.mutate(); }}>
      <TextInput className={blocks.find} aria-label={t("environments.name")} placeholder={t("environments.name")} value={name} onChange={(event) => setName(event.currentTarget.value)} maxLength={100} />
      <Button type="submit" disabled={!name.trim()} loading={create.isPending}>{t("environments.create")}</Button>
    </form>
  );
}

import { Button, Switch } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import { answer } from "../../api/refusal";
import { useEnvironment } from "../../app/useEnvironment";
import blocks from "../../components/blocks.module.css";
import { Card } from "../../components/Card";
import { Failure } from "../../components/Failure";
import { Icon } from "../../components/Icon";
import { Loading } from "../../components/Loading";
import { CopyButton } from "../../components/Secret";
import { say } from "../../components/toast";
import { count } from "../../texts/formats";
import styles from "./Settings.module.css";

/** Publishing says what is asked of those who publish, and checks that the log of revisions is whole. */
export default function Publishing(): ReactElement {
  const { env } = useEnvironment();
  return <><Approvals env={env} /><Audit env={env} /></>;
}

function Approvals({ env }: { env: string }): ReactElement {
  const { t } = useTranslation("settings");
  const { may } = useEnvironment();
  const client = useQueryClient();
  const key = [env, "settings"];
  const settings = useQuery({ queryKey: key, queryFn: ({ signal }) => answer(api.GET("/api/v1/environments/{env}/settings", { params: { path: { env } }, signal })) });
  const save = useMutation({
    mutationFn: (approvals: number) => answer(api.PUT("/api/v1/environments/{env}/settings", { params: { path: { env } }, body: { approvals } })),
    onSuccess: (now) => {
      client.setQueryData(key, now);
      say(now.approvals > 0 ? t("approvals.on") : t("approvals.off"));
    },
  });
  return (
    <Card title={t("approvals.title")}>
      {settings.isPending && <Loading rows={1} />}
      {settings.isError && <Failure error={settings.error} retry={() => void settings.refetch()} />}
      {settings.data && (
        <Switch
          label={t("approvals.label")} description={may("admin") ? t("approvals.text") : t("approvals.onlyAdmins")} disabled={!may("admin") || save.isPending}
          checked={settings.data.approvals > 0} onChange={(event) => save.mutate(event.currentTarget.checked ? 1 : 0)}
        />
      )}
    </Card>
  );
}

function Audit({ env }: { env: string }): ReactElement {
  const { t } = useTranslation("settings");
  const audit = useQuery({
    queryKey: [env, "audit"], staleTime: Infinity,
    queryFn: ({ signal }) => answer(api.GET("/api/v1/environments/{env}/audit", { params: { path: { env } }, signal })),
  });
  const again = <Button variant="default" size="compact-sm" loading={audit.isFetching} onClick={() => void audit.refetch()}>{t("audit.again")}</Button>;
  return (
    <Card title={t("audit.title")} aside={again}>
      {audit.isPending && <Loading rows={2} />}
      {audit.isError && <Failure error={audit.error} retry={() => void audit.refetch()} />}
      {audit.data && (
        <div className={blocks.fields}>
          <p className={audit.data.ok ? styles.good : styles.bad} role="status">
            <Icon name={audit.data.ok ? "check" : "warning"} />
            {audit.data.ok ? t("audit.ok", { count: audit.data.revisions, shown: count(audit.data.revisions) }) : t("audit.broken")}
          </p>
          {audit.data.message && <p>{audit.data.message}</p>}
          {audit.data.hash && (
            <>
              <p className={blocks.soft}>{t("audit.hash")}</p>
              <div className={blocks.buttons}><code className={styles.hash}>{audit.data.hash}</code><CopyButton text={audit.data.hash} /></div>
            </>
          )}
        </div>
      )}
    </Card>
  );
}

import { Button } from "@mantine/core";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "../../api/client";
import { sessionQuery } from "../../api/queries";
import { answer } from "../../api/refusal";
import blocks from "../../components/blocks.module.css";
import { Card } from "../../components/Card";
import { Confirm } from "../../components/Confirm";
import { DropDown } from "../../components/DropDown";
import { Empty } from "../../components/Empty";
import { Failure } from "../../components/Failure";
import { Icon } from "../../components/Icon";
import { Loading } from "../../components/Loading";
import { Secret } from "../../components/Secret";
import { say } from "../../components/toast";
import { When } from "../../components/When";
import { Invite } from "./Invite";
import { isAdministrator, rolesInOrder } from "./roles";
import { RoleTags } from "./RolesField";
import { RolesOf } from "./RolesOf";
import styles from "./Settings.module.css";

type Account = Schemas["Account"];
type Invitation = Schemas["Invitation"];

const accountsQuery = queryOptions({ queryKey: ["accounts"], queryFn: ({ signal }) => answer(api.GET("/api/v1/accounts", { signal })) });
const invitationsQuery = queryOptions({ queryKey: ["invitations"], queryFn: ({ signal }) => answer(api.GET("/api/v1/invitations", { signal })) });

/** linkOf is the address at which an invitation is accepted. */
function linkOf({ token }: Invitation): string {
  return `${location.origin}/admin/invitation#${token ?? ""}`;
}

/** People lists who has an account and who is invited, and is where both are managed. */
export default function People(): ReactElement {
  const { t } = useTranslation("settings");
  const session = useQuery(sessionQuery).data;
  if (!isAdministrator(session?.account?.roles)) return <Card><Empty icon="profiles" title={t("people.onlyAdmins")} text={t("people.onlyAdminsText")} /></Card>;
  return <Managed self={session?.account?.id ?? ""} />;
}

type Doing = { what: "invite" } | { what: "roles" | "delete"; account: Account } | { what: "link"; invitation: Invitation } | undefined;

function Managed({ self }: { self: string }): ReactElement {
  const { t } = useTranslation("settings");
  const accounts = useQuery(accountsQuery);
  const invitations = useQuery(invitationsQuery);
  const [doing, setDoing] = useState<Doing>();
  const close = (): void => setDoing(undefined);
  const invite = <Button leftSection={<Icon name="plus" size={18} />} onClick={() => setDoing({ what: "invite" })}>{t("people.invite")}</Button>;
  if (accounts.isPending || invitations.isPending) return <Loading />;
  const failed = accounts.error ?? invitations.error;
  if (failed || !accounts.data || !invitations.data) return <Failure error={failed} retry={() => void Promise.all([accounts.refetch(), invitations.refetch()])} />;
  return (
    <>
      <Card flush>
        <div className={blocks.tools}><h2 className={styles.head}>{t("people.accounts")}</h2>{invite}</div>
        <ul className={blocks.lines}>
          {accounts.data.accounts.map((account) => <Person key={account.id} account={account} isSelf={account.id === self} doing={setDoing} />)}
        </ul>
      </Card>
      {invitations.data.invitations.length > 0 && <Invited invitations={invitations.data.invitations} />}
      {doing?.what === "invite" && <Invite close={close} invited={(invitation) => setDoing({ what: "link", invitation })} />}
      {doing?.what === "roles" && <RolesOf account={doing.account} close={close} />}
      {doing?.what === "delete" && <Delete account={doing.account} close={close} />}
      {doing?.what === "link" && (
        <Secret title={doing.invitation.reset ? t("people.resetTitle") : t("people.linkTitle")} value={linkOf(doing.invitation)} close={close}>
          <p>{t("people.linkText", { email: doing.invitation.email })}</p>
        </Secret>
      )}
    </>
  );
}

function Person({ account, isSelf, doing }: { account: Account; isSelf: boolean; doing: (doing: Doing) => void }): ReactElement {
  const { t } = useTranslation("settings");
  const client = useQueryClient();
  const disable = useMutation({
    mutationFn: () => answer(api.PATCH("/api/v1/accounts/{id}", { params: { path: { id: account.id } }, body: { disabled: !account.disabled } })),
    onSuccess: async (now) => {
      say(now.disabled ? t("people.disabledNow", { name: now.name }) : t("people.enabledNow", { name: now.name }));
      await client.invalidateQueries({ queryKey: accountsQuery.queryKey });
    },
  });
  const reset = useMutation({
    mutationFn: () => answer(api.POST("/api/v1/accounts/{id}/reset", { params: { path: { id: account.id } } })),
    onSuccess: (invitation) => doing({ what: "link", invitation }),
  });
  const choices = [
    { text: t("people.roles"), choose: () => doing({ what: "roles", account }) },
    { text: t("people.reset"), choose: () => reset.mutate() },
    ...(isSelf ? [] : [
      { text: account.disabled ? t("people.enable") : t("people.disable"), choose: () => disable.mutate() },
      { text: t("people.delete"), choose: () => doing({ what: "delete", account }) },
    ]),
  ];
  return (
    <li className={blocks.line}>
      <div className={blocks.main}>
        <div className={blocks.name}>
          {account.name}
          {isSelf && <span className={blocks.tag}>{t("people.you")}</span>}
          {account.disabled && <span className={blocks.tag} data-tone="brick">{t("people.isDisabled")}</span>}
          {account.oidc && <span className={blocks.tag}>{t("people.oidc")}</span>}
        </div>
        <div className={blocks.about}>{account.email}{isSelf ? "" : " · "}{isSelf ? null : account.seen_at ? <>{t("people.seen")} <When at={account.seen_at} /></> : t("people.neverSeen")}</div>
      </div>
      <RoleTags roles={rolesInOrder(account.roles)} />
      <DropDown end button={{ className: styles.more, label: t("people.manage", { name: account.name }), children: <Icon name="more" /> }} groups={[{ choices }]} />
    </li>
  );
}

function Invited({ invitations }: { invitations: readonly Invitation[] }): ReactElement {
  const { t } = useTranslation("settings");
  const client = useQueryClient();
  const withdraw = useMutation({
    mutationFn: (id: string) => answer(api.DELETE("/api/v1/invitations/{id}", { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: invitationsQuery.queryKey }),
  });
  return (
    <Card flush>
      <div className={blocks.tools}><h2 className={styles.head}>{t("people.invitations")}</h2></div>
      <ul className={blocks.lines}>
        {invitations.map((invitation) => (
          <li className={blocks.line} key={invitation.id}>
            <div className={blocks.main}>
              <div className={blocks.name}>{invitation.email}{invitation.reset && <span className={blocks.tag}>{t("people.isReset")}</span>}</div>
              <div className={blocks.about}>{t("people.by", { name: invitation.by })} · {t("people.until")} <When at={invitation.expires_at} /></div>
            </div>
            <RoleTags roles={rolesInOrder(invitation.roles)} />
            <Button variant="default" size="compact-sm" aria-label={`${t("people.withdraw")}: ${invitation.email}`} onClick={() => withdraw.mutate(invitation.id)}>{t("people.withdraw")}</Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Delete({ account, close }: { account: Account; close: () => void }): ReactElement {
  const { t } = useTranslation("settings");
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => answer(api.DELETE("/api/v1/accounts/{id}", { params: { path: { id: account.id } } })),
    onSuccess: async () => {
      say(t("people.deleted", { name: account.name }));
      close();
      await client.invalidateQueries({ queryKey: accountsQuery.queryKey });
    },
  });
  return (
    <Confirm title={t("people.deleteTitle", { name: account.name })} button={t("people.delete")} typed={account.email} pending={remove.isPending} confirm={() => remove.mutate()} close={close}>
      <p>{t("people.deleteText")}</p>
    </Confirm>
  );
}

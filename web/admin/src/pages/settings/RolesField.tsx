import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { sessionQuery, type Role } from "../../api/queries";
import blocks from "../../components/blocks.module.css";
import { everywhere, ranks, withRole, type Roles } from "./roles";

/** RolesField chooses what somebody may do, everywhere and in single environments. */
export function RolesField({ roles, change }: { roles: Roles; change: (roles: Roles) => void }): ReactElement {
  const { t } = useTranslation("settings");
  const environments = useQuery(sessionQuery).data?.environments?.map(({ name }) => name) ?? [];
  const places = [everywhere, ...new Set([...environments, ...Object.keys(roles).filter((name) => name !== everywhere)])];
  return (
    <div className={blocks.fields}>
      {places.map((where) => (
        <NativeSelect
          key={where} label={where === everywhere ? t("roles.everywhere") : where} value={roles[where] ?? ""}
          description={where === everywhere ? t(`roles.about.${roles[where] ?? "none"}`) : undefined}
          data={[{ value: "", label: where === everywhere ? t("roles.none") : t("roles.same") }, ...ranks.map((role) => ({ value: role, label: t(`roles.${role}`) }))]}
          onChange={(event) => change(withRole(roles, where, (event.currentTarget.value || undefined) as Role | undefined))}
        />
      ))}
    </div>
  );
}

/** RoleTags says in a line what somebody may do. */
export function RoleTags({ roles }: { roles: [string, Role][] }): ReactElement {
  const { t } = useTranslation("settings");
  return (
    <span className={blocks.tags}>
      {roles.map(([where, role]) => (
        <span key={where} className={blocks.tag} data-tone={role === "admin" ? "lead" : undefined}>{where === everywhere ? t(`roles.${role}`) : `${where}: ${t(`roles.${role}`)}`}</span>
      ))}
    </span>
  );
}

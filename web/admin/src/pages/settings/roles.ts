import type { Schemas } from "../../api/client";
import type { Role } from "../../api/queries";

export type Roles = Schemas["Roles"];

/** everywhere stands for all environments that are not named. */
export const everywhere = "*";

/** ranks are the roles, each of which may do what those before it may. */
export const ranks: readonly Role[] = ["viewer", "editor", "publisher", "admin"];

/** withRole gives somebody a role somewhere, or takes it; the roles elsewhere stay. */
export function withRole(roles: Roles, where: string, role: Role | undefined): Roles {
  const { [where]: _, ...others } = roles;
  return role ? { ...others, [where]: role } : others;
}

/** rolesInOrder lists where somebody has a role: first everywhere, then by name. */
export function rolesInOrder(roles: Roles): [string, Role][] {
  return Object.entries(roles).sort(([a], [b]) => (a === everywhere ? -1 : b === everywhere ? 1 : a < b ? -1 : 1));
}

/** isAdministrator says whether somebody manages accounts. */
export function isAdministrator(roles: Roles | undefined): boolean {
  return roles?.[everywhere] === "admin";
}

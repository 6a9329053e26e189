import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { sessionQuery, type Role } from "../api/queries";

const ranks: readonly Role[] = ["viewer", "editor", "publisher", "admin"];

/** Environment is the one that the address names, and what the person may do there. */
export interface Environment {
  env: string;
  role: Role;
  /** may says whether the person has a role, or a higher one. */
  may: (role: Role) => boolean;
  /** Whether people see what is published there. */
  isLive: boolean;
}

/** isLive says whether an environment, by its name, is the one that people see. */
export function isLive(name: string): boolean {
  return /^(prod|live)/i.test(name);
}

/** useEnvironment returns the environment of the page; there is one on every page below the shell. */
export function useEnvironment(): Environment {
  const { env = "" } = useParams({ strict: false });
  const session = useQuery(sessionQuery).data;
  const role = session?.environments?.find((environment) => environment.name === env)?.role ?? "viewer";
  return { env, role, may: (wanted) => ranks.indexOf(role) >= ranks.indexOf(wanted), isLive: isLive(env) };
}

import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import { sessionQuery, type Session } from "../../api/queries";

/** inside says whether an address is one of this console, so that nobody is led elsewhere. */
export function inside(to: string | undefined): to is string {
  return to !== undefined && /^\/(?![/\\])/.test(to);
}

/** useEnter takes a new session and goes where the person wanted to. */
export function useEnter(to?: string): (session: Session) => void {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useCallback(
    (session) => {
      client.setQueryData(sessionQuery.queryKey, session);
      void (inside(to) ? navigate({ href: `/admin${to.replace(/^\/admin(?=\/|$)/, "")}` }) : navigate({ to: "/" }));
    },
    [client, navigate, to],
  );
}

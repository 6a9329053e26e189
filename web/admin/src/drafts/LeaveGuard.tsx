import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { isAnythingTyped } from "./draft";

/** LeaveGuard has the browser ask before the page is closed while something is not in a draft yet. */
export function LeaveGuard(): null {
  const client = useQueryClient();
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent): void => {
      if (isAnythingTyped(client)) event.preventDefault();
    };
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [client]);
  return null;
}

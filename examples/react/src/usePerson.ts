import { useSyncExternalStore } from "react";
import { personInAddress, type Person } from "../../shared/lumen.js";

/** usePerson returns who looks at the page: whom the address names. */
export function usePerson(): Person {
  return useSyncExternalStore(subscribe, personInAddress);
}

function subscribe(listener: () => void): () => void {
  addEventListener("hashchange", listener);
  return () => removeEventListener("hashchange", listener);
}

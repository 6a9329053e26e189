import { useEffect, useState } from "react";
import type { Schemas } from "../../api/client";

export type Push = Schemas["Seen"] & { /** counts what has arrived, so that each has a name. */ at: string; id: number };

const most = 8;

/** isPush says whether something is a change that somebody was told. */
function isPush(value: unknown): value is Omit<Push, "id"> {
  return typeof value === "object" && value !== null && "flag" in value && "cause" in value;
}

/** useLive follows the changes that listeners are told, the newest first, while the page is shown. */
export function useLive(env: string): { pushes: Push[]; isOpen: boolean } {
  const [pushes, setPushes] = useState<Push[]>([]);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    let id = 0;
    setPushes([]);
    const source = new EventSource(`/api/v1/environments/${encodeURIComponent(env)}/live`);
    source.onopen = () => setOpen(true);
    source.onerror = () => setOpen(false);
    source.addEventListener("change", (event) => {
      const push: unknown = JSON.parse(event.data as string);
      if (isPush(push)) setPushes((before) => [{ ...push, id: ++id }, ...before].slice(0, most));
    });
    return () => source.close();
  }, [env]);
  return { pushes, isOpen };
}

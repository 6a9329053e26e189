import { useEffect, useRef, useState } from "react";
import { isSeen, most, type Seen } from "./watch";

/** Watched is what this page was told, the newest first. */
export interface Watched {
  all: readonly Seen[];
  isOpen: boolean;
  /** How many changes the server could not tell this page, because there were too many. */
  missed: number;
  /** How many have come since the page was paused. */
  waiting: number;
  clear: () => void;
}

/** useWatch follows the changes that listeners are told. Many at once are taken in together; while it is paused they wait. */
export function useWatch(env: string, flag: string, person: string, isPaused: boolean): Watched {
  const [all, setAll] = useState<readonly Seen[]>([]);
  const [isOpen, setOpen] = useState(false);
  const [missed, setMissed] = useState(0);
  const [waiting, setWaiting] = useState(0);
  const held = useRef<Seen[]>([]);
  const paused = useRef(isPaused);
  const next = useRef(0);
  useEffect(() => {
    paused.current = isPaused;
  }, [isPaused]);
  useEffect(() => {
    const query = new URLSearchParams({ ...(flag && { flag }), ...(person && { person }) });
    const source = new EventSource(`/api/v1/environments/${encodeURIComponent(env)}/live?${query}`);
    source.onopen = () => setOpen(true);
    source.onerror = () => setOpen(false);
    source.addEventListener("change", (event) => {
      const value: unknown = JSON.parse(event.data as string);
      if (isSeen(value)) held.current = [...held.current.slice(1 - most), { ...value, id: ++next.current }];
    });
    source.addEventListener("missed", (event) => {
      const value = JSON.parse(event.data as string) as { missed?: number };
      setMissed((before) => before + (value.missed ?? 0));
    });
    return () => source.close();
  }, [env, flag, person]);
  useEffect(() => {
    const timer = setInterval(() => {
      setWaiting(paused.current ? held.current.length : 0);
      if (paused.current || held.current.length === 0) return;
      const fresh = held.current.toReversed();
      held.current = [];
      setAll((before) => [...fresh, ...before].slice(0, most));
    }, 200);
    return () => clearInterval(timer);
  }, []);
  return { all, isOpen, missed, waiting, clear: () => { setAll([]); setMissed(0); } };
}

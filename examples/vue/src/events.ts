import type { Events } from "@fingerpost/web/events";
import { inject, type InjectionKey } from "vue";
import { did } from "../../shared/lumen.js";

export const eventsKey: InjectionKey<Events> = Symbol("events");

/** What is done here is reported, and rules read it: an answer may be another one a moment later. */
export function useDeed(): (event: string, properties?: Readonly<Record<string, string>>) => void {
  const events = inject(eventsKey)!;
  return (event, properties) => {
    events.track(event, properties);
    did(event);
  };
}

import type { Events } from "@fingerpost/web/events";
import { inject, type InjectionKey } from "vue";

export const eventsKey: InjectionKey<Events> = Symbol("events");

/** useEvents returns what reports events. */
export function useEvents(): Events {
  return inject(eventsKey)!;
}

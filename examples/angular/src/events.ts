import { InjectionToken } from "@angular/core";
import type { Events } from "@fingerpost/web/events";

/** EVENTS is what reports events. */
export const EVENTS = new InjectionToken<Events>("events");

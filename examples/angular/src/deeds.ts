import { inject, Injectable, InjectionToken } from "@angular/core";
import type { Events } from "@fingerpost/web/events";
import { did } from "../../shared/lumen.js";

/** EVENTS is what reports events. */
export const EVENTS = new InjectionToken<Events>("events");

/** What is done here is reported, and rules read it: an answer may be another one a moment later. */
@Injectable({ providedIn: "root" })
export class Deeds {
  readonly #events = inject(EVENTS);

  act(event: string, properties?: Readonly<Record<string, string>>): void {
    this.#events.track(event, properties);
    did(event);
  }
}

import { Component, inject } from "@angular/core";
import { actions } from "../../shared/lumen.js";
import { EVENTS } from "./events";

/** What is done here is reported, and rules read it: the answer may be another one a moment later. */
@Component({
  selector: "lumen-actions",
  template: `
    <section class="card actions">
      <h2>Get something done</h2>
      <p>Invite somebody, or use features five times on your first day.</p>
      @for (action of actions; track action) {
        <button type="button" (click)="events.track(action.event, action.properties)">{{ action.label }}</button>
      }
    </section>
  `,
})
export class Actions {
  readonly events = inject(EVENTS);
  readonly actions = actions;
}

import { Component, inject } from "@angular/core";
import { Slot, type Item } from "@fingerpost/angular/slots";
import { eventOfStep } from "../../shared/lumen.js";
import { CurrentVisit } from "./current-visit";
import { Deeds } from "./deeds";

/** Steps that wait for an event are ticked off once it was reported; here, pressing such a step does it. */
@Component({
  selector: "lumen-checklist",
  imports: [Slot],
  template: `<fp-slot name="home-checklist" [done]="done()" (action)="press($event.action, $event.item)" />`,
})
export class Checklist {
  readonly #deeds = inject(Deeds);
  readonly done = inject(CurrentVisit).done;

  press(action: string, item: Item): void {
    const event = eventOfStep(action, item);
    if (event) this.#deeds.act(event);
  }
}

import { Component, inject } from "@angular/core";
import { actions } from "../../shared/lumen.js";
import { CurrentVisit } from "./current-visit";
import { Deeds } from "./deeds";

@Component({
  selector: "lumen-actions",
  template: `
    <section class="card actions">
      <h2>{{ words().act }}</h2>
      <p>{{ words().actHint }}</p>
      @for (action of actions; track action) {
        <button type="button" (click)="deeds.act(action.event, action.properties)">{{ words()[action.word] }}</button>
      }
    </section>
  `,
})
export class Actions {
  readonly deeds = inject(Deeds);
  readonly words = inject(CurrentVisit).words;
  readonly actions = actions;
}

import { Component, inject } from "@angular/core";
import { Fingerpost } from "@fingerpost/angular";
import { emptyChecklist } from "../../shared/lumen.js";

@Component({
  selector: "lumen-checklist",
  template: `
    <section class="card" data-flag="welcome-checklist">
      <h2>{{ checklist().title }}</h2>
      <ol class="checklist">
        @for (step of checklist().steps; track step) {
          <li class="fresh">{{ step }}</li>
        }
      </ol>
    </section>
  `,
})
export class Checklist {
  readonly checklist = inject(Fingerpost).flag("welcome-checklist", emptyChecklist);
}

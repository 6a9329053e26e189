import { Component, inject } from "@angular/core";
import { Fingerpost } from "@fingerpost/angular";
import { CurrentVisit } from "./current-visit";

/** The loop makes another answer another element, so that it fades in. */
@Component({
  selector: "lumen-next-step",
  template: `
    <section class="card next" aria-live="polite">
      <h2>{{ words().nextStep }}</h2>
      @for (text of [step()]; track text) {
        <p class="fresh" data-flag="next-step">{{ words().steps[text] ?? text }}</p>
      }
    </section>
  `,
})
export class NextStep {
  readonly words = inject(CurrentVisit).words;
  readonly step = inject(Fingerpost).flag("next-step", "Explore the templates");
}

import { Component, inject } from "@angular/core";
import { Fingerpost } from "@fingerpost/angular";

/** The loop makes another answer another element, so that it fades in. */
@Component({
  selector: "lumen-hero",
  template: `
    <section class="hero" aria-live="polite">
      <p class="eyebrow">Your next step</p>
      @for (text of [step()]; track text) {
        <h1 class="fresh" data-flag="next-step">{{ text }}</h1>
      }
    </section>
  `,
})
export class Hero {
  readonly step = inject(Fingerpost).flag("next-step", "Welcome to Lumen");
}

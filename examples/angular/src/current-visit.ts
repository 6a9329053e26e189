import { computed, DestroyRef, inject, Injectable, signal } from "@angular/core";
import { Fingerpost } from "@fingerpost/angular";
import { currentVisit, onVisit } from "../../shared/lumen.js";

/** CurrentVisit is who looks at the page, and in which language: both stand in its address. */
@Injectable({ providedIn: "root" })
export class CurrentVisit {
  readonly #visit = signal(currentVisit());

  readonly person = computed(() => this.#visit().person);
  readonly language = computed(() => this.#visit().language);
  /** The page's own words. */
  readonly words = computed(() => this.language().words);
  readonly context = computed(() => this.#visit().context);
  readonly done = computed(() => this.#visit().done);

  constructor() {
    const fingerpost = inject(Fingerpost);
    const stop = onVisit(() => {
      const before = this.context();
      this.#visit.set(currentVisit());
      if (this.context() !== before) void fingerpost.update(this.context()); // another person, or another language, is another context
    });
    inject(DestroyRef).onDestroy(stop);
  }
}

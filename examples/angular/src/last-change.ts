import { Component, computed, DestroyRef, inject, signal } from "@angular/core";
import { Fingerpost } from "@fingerpost/angular";
import { sentence, type Change } from "../../shared/lumen.js";
import { CurrentVisit } from "./current-visit";

@Component({
  selector: "lumen-last-change",
  template: `<p class="last-change" role="status">{{ text() }}</p>`,
})
export class LastChange {
  readonly #change = signal<Change | undefined>(undefined);
  readonly #language = inject(CurrentVisit).language;
  readonly text = computed(() => {
    const [change, language] = [this.#change(), this.#language()];
    return change ? sentence(change, language) : language.words.unchanged;
  });

  constructor() {
    const stop = inject(Fingerpost).client.listen(({ changed, awaited, cause }) => {
      if (changed.length && !awaited) this.#change.set({ flags: changed, cause, at: new Date() });
    });
    inject(DestroyRef).onDestroy(stop);
  }
}

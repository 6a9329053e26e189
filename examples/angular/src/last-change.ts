import { Component, DestroyRef, inject, signal } from "@angular/core";
import { Fingerpost } from "@fingerpost/angular";
import { sentence } from "../../shared/lumen.js";

@Component({
  selector: "lumen-last-change",
  template: `<p class="last-change" role="status">{{ change() }}</p>`,
})
export class LastChange {
  readonly change = signal("Nothing has changed since you opened this page.");

  constructor() {
    const stop = inject(Fingerpost).client.listen(({ changed, awaited, cause }) => {
      if (changed.length && !awaited) this.change.set(sentence({ flags: changed, cause, at: new Date() }));
    });
    inject(DestroyRef).onDestroy(stop);
  }
}

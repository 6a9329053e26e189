import { DestroyRef, inject, Injectable, signal } from "@angular/core";
import { Fingerpost } from "@fingerpost/angular";
import { personInAddress } from "../../shared/lumen.js";

/** CurrentPerson is who looks at the page: whom the address names. Another person is another context. */
@Injectable({ providedIn: "root" })
export class CurrentPerson {
  readonly #person = signal(personInAddress());
  readonly person = this.#person.asReadonly();

  constructor() {
    const fingerpost = inject(Fingerpost);
    const change = () => {
      this.#person.set(personInAddress());
      void fingerpost.update(this.#person().context);
    };
    addEventListener("hashchange", change);
    inject(DestroyRef).onDestroy(() => removeEventListener("hashchange", change));
  }
}

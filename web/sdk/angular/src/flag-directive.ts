import { Directive, effect, inject, Input, signal, TemplateRef, untracked, ViewContainerRef } from "@angular/core";
import type { FlagKey, Json, Value } from "@fingerpost/web/client";
import { Fingerpost } from "./fingerpost.js";

/** FlagContext is what a template of the directive can name: `*fpFlag="'hero'; let hero"`. */
export interface FlagContext<K = FlagKey> {
  readonly $implicit: Value<K, Json>;
}

/**
 * FlagDirective shows a template while a flag is on: while its value is true, or any text, number or object that is not empty. With `is` it shows it while the value is
 * that one, and `else` names the template of the other case: `*fpFlag="'hero'; is: 'warm'; else cold"`.
 */
@Directive({ selector: "[fpFlag]", standalone: true })
export class FlagDirective<K extends FlagKey = FlagKey> {
  readonly #template = inject<TemplateRef<FlagContext<K>>>(TemplateRef);
  readonly #view = inject(ViewContainerRef);
  readonly #fingerpost = inject(Fingerpost);
  readonly #flag = signal<FlagKey>("");
  readonly #is = signal<Json | undefined>(undefined);
  readonly #otherwise = signal<TemplateRef<unknown> | null>(null);

  @Input({ required: true }) set fpFlag(flag: K) {
    this.#flag.set(flag);
  }

  @Input() set fpFlagIs(value: Value<K, Json> | undefined) {
    this.#is.set(value as Json | undefined);
  }

  @Input() set fpFlagElse(template: TemplateRef<unknown> | null) {
    this.#otherwise.set(template);
  }

  constructor() {
    let stop = () => {};
    effect((onCleanup) => {
      const [flag, is, otherwise] = [this.#flag(), this.#is(), this.#otherwise()];
      const show = () => untracked(() => this.#show(this.#fingerpost.client.answers.get(flag)?.value ?? null, is, otherwise));
      show();
      stop = this.#fingerpost.client.subscribe(flag, show);
      onCleanup(() => stop());
    });
  }

  static ngTemplateContextGuard<K extends FlagKey>(_: FlagDirective<K>, _context: unknown): _context is FlagContext<K> {
    return true;
  }

  #show(value: Json, is: Json | undefined, otherwise: TemplateRef<unknown> | null): void {
    const shown = is === undefined ? !!value : value === is;
    this.#view.clear();
    if (shown) this.#view.createEmbeddedView(this.#template, { $implicit: value as Value<K, Json> }).markForCheck();
    else if (otherwise) this.#view.createEmbeddedView(otherwise).markForCheck();
  }
}

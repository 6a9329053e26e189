import {
  DestroyRef,
  inject,
  Injectable,
  InjectionToken,
  makeEnvironmentProviders,
  signal,
  type EnvironmentProviders,
  type Signal,
  type WritableSignal,
} from "@angular/core";
import { createClient, type Client, type Context, type Fallback, type FlagKey, type Json, type Options, type Status, type Value } from "@fingerpost/web/client";

/** The options that the application was given. */
export const options = new InjectionToken<Options>("fingerpost options");

/** provideFingerpost gives an application its flags: `bootstrapApplication(App, { providers: [provideFingerpost({ url, key })] })`. */
export function provideFingerpost(given: Options): EnvironmentProviders {
  return makeEnvironmentProviders([{ provide: options, useValue: given }, Fingerpost]);
}

/** Fingerpost has the flags as signals. It connects when it is first injected, and until the application is destroyed; on a server it does not connect. */
@Injectable()
export class Fingerpost {
  /** The client below, for what is not a signal. */
  readonly client: Client = createClient(inject(options));
  readonly #status = signal<Status>(this.client.status);
  readonly #flags = new Map<string, WritableSignal<Json>>();

  /** What answers are worth just now. */
  readonly status: Signal<Status> = this.#status.asReadonly();

  constructor() {
    this.client.listen(({ status }) => this.#status.set(status));
    inject(DestroyRef).onDestroy(() => this.client.close());
  }

  /** The flag's value, or the default where it has none. The same flag with the same default is the same signal. */
  flag<T extends Json, K extends FlagKey = FlagKey>(flag: K, fallback: Fallback<K, T>): Signal<Value<K, T>> {
    const id = JSON.stringify([flag, fallback]);
    let current = this.#flags.get(id);
    if (!current) {
      const value = () => this.client.value<Json>(flag, fallback as Json);
      const made = (current = signal<Json>(value()));
      this.#flags.set(id, made);
      this.client.subscribe(flag, () => made.set(value()));
    }
    return current.asReadonly() as unknown as Signal<Value<K, T>>;
  }

  /** Replaces the context. Resolves when its answers are there. */
  update(context: Context): Promise<void> {
    return this.client.update(context);
  }
}

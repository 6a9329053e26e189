import { createClient, type Client, type Fallback, type FlagKey, type Json, type Options, type Value } from "@fingerpost/web/client";
import {
  inject,
  onScopeDispose,
  readonly,
  shallowRef,
  toValue,
  watch,
  type App,
  type InjectionKey,
  type MaybeRefOrGetter,
  type Ref,
  type ShallowRef,
} from "vue";
import { home } from "./home.js";

const injected: InjectionKey<Client> = Symbol("fingerpost");

/** FingerpostPlugin is what `app.use` takes, with the client that it gives to the app's components. */
export interface FingerpostPlugin {
  readonly client: Client;
  install(app: App): void;
}

/**
 * createFingerpost connects, and gives flags to the components of the app that uses it, until the app is unmounted. On a server it answers from `bootstrap` and
 * connects to nothing.
 */
export function createFingerpost(options: Options): FingerpostPlugin {
  const client = createClient(options);
  return {
    client,
    install(app) {
      app.provide(injected, client);
      app.provide(home, options);
      const unmount = app.unmount;
      app.unmount = () => {
        client.close();
        unmount.call(app);
      };
    },
  };
}

/** useFingerpost returns the client of the app, to update the context with. */
export function useFingerpost(): Client {
  const client = inject(injected, undefined);
  if (!client) throw new Error("there is no Fingerpost here: app.use(createFingerpost({ url, key })) comes first, and then setup");
  return client;
}

/** useFlag returns the flag's value, or the default where it has none, as a ref that follows it. */
export function useFlag<T extends Json, K extends FlagKey = FlagKey>(flag: MaybeRefOrGetter<K>, fallback: Fallback<K, T>): Readonly<Ref<Value<K, T>>> {
  const client = useFingerpost();
  const value = shallowRef(client.value<T, K>(toValue(flag), fallback)) as ShallowRef<Value<K, T>>;
  let stop = () => {};
  const follow = (key: K) => {
    stop();
    value.value = client.value<T, K>(key, fallback);
    stop = client.subscribe(key, () => (value.value = client.value<T, K>(key, fallback)));
  };
  follow(toValue(flag));
  if (typeof flag !== "string") watch(() => toValue(flag), follow, { flush: "sync" });
  onScopeDispose(() => stop());
  return readonly(value) as Readonly<Ref<Value<K, T>>>;
}

/** useStatus returns what answers are worth just now. */
export function useStatus(): Readonly<Ref<Client["status"]>> {
  const client = useFingerpost();
  const status = shallowRef(client.status);
  onScopeDispose(client.listen((signal) => (status.value = signal.status)));
  return readonly(status);
}

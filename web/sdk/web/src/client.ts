import { connect, type Core, type Fallback, type FlagKey, type Json, type Options, type Value } from "./core.js";

export type * from "./core.js";

/** Client is a core with what pages ask of it. */
export interface Client extends Core {
  /** The flag's value, or the default where it has none of the default's type. */
  value<T extends Json, K extends FlagKey = FlagKey>(flag: K, fallback: Fallback<K, T>): Value<K, T>;
  /** Calls the listener after each change of the flag, until the function that it returns is called. */
  subscribe(flag: FlagKey, listener: () => void): () => void;
}

/** createClient connects, and goes on until it is closed. Where there is no document, as on a server, it has only what it was given. */
export function createClient(options: Options): Client {
  const core = connect(options);
  return Object.assign(core, {
    value: <T extends Json, K extends FlagKey>(flag: K, fallback: Fallback<K, T>) => core.resolve<T, K>(flag, fallback).value,
    subscribe: (flag: FlagKey, listener: () => void) => core.listen(({ changed }) => changed.includes(flag) && listener()),
  });
}

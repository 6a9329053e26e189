import { connect, type Core, type Json, type Options, type Widen } from "./core.js";

export type * from "./core.js";

/** Client is a core with what pages ask of it. */
export interface Client extends Core {
  /** The flag's value, or the default where it has none of the default's type. */
  value<T extends Json>(flag: string, fallback: T): Widen<T>;
  /** Calls the listener after each change of the flag, until the function that it returns is called. */
  subscribe(flag: string, listener: () => void): () => void;
}

/** createClient connects, and goes on until it is closed. Where there is no document, as on a server, it has only what it was given. */
export function createClient(options: Options): Client {
  const core = connect(options);
  return Object.assign(core, {
    value: <T extends Json>(flag: string, fallback: T) => core.resolve(flag, fallback).value,
    subscribe: (flag: string, listener: () => void) => core.listen(({ changed }) => changed.includes(flag) && listener()),
  });
}

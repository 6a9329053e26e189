import { createClient, type Client, type FlagKey, type Json, type Options, type Value } from "./client.js";
import { createEvents, type Events, type EventsOptions } from "./events.js";
import type { Home } from "./slots/stage.js";
import { localAnswers } from "./storage.js";

/** ScriptOptions are those of a client, without what a page with one script need not choose. */
export interface ScriptOptions extends Omit<Options, "events" | "storage">, Pick<EventsOptions, "exposures"> {
  /** Whether answers are kept for the next visit: yes unless it is false. */
  readonly remember?: boolean;
}

/** Fingerpost is a client, and reports events. */
export interface Fingerpost extends Client, Pick<Events, "track" | "identify" | "page" | "group" | "reset" | "anonymousId">, Home {
  /** Calls with the flag's value now, if there is one, and after each change; until the function that it returns is called. */
  on<T extends Json = Json, K extends FlagKey = FlagKey>(flag: K, listener: (value: Value<K, T>) => void): () => void;
}

/** connect is what a page with one script calls. Without a targeting key in the context the person goes by an anonymous id. */
export function connect(options: ScriptOptions): Fingerpost {
  const events = createEvents(options);
  const { anonymousId } = events;
  const withPerson = (context: Options["context"] = {}) => ({ targetingKey: anonymousId, ...context });
  const client = createClient({
    ...options,
    context: withPerson(options.context),
    events,
    ...(options.remember !== false && { storage: localAnswers() }),
  });
  const { track, identify, page, group } = events;
  const [update, close] = [client.update, client.close];
  return Object.assign(client, {
    track,
    identify,
    page,
    group,
    anonymousId,
    url: options.url,
    events,
    reset() {
      events.reset();
      update({ targetingKey: events.anonymousId }).catch(() => {}); // the client goes on trying
    },
    update: (context: NonNullable<Options["context"]>) => update(withPerson(context)),
    on<T extends Json, K extends FlagKey>(flag: K, listener: (value: Value<K, T>) => void) {
      const tell = () => {
        const value = client.answers.get(flag)?.value;
        if (value !== undefined) listener(client.value<Json>(flag, value) as Value<K, T>);
      };
      tell();
      return client.subscribe(flag, tell);
    },
    close() {
      close();
      events.close();
    },
  });
}

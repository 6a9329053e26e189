import type {
  ErrorCode,
  EvaluationContext,
  EventDetails,
  EventHandler,
  JsonValue,
  Provider,
  ProviderEventEmitter,
  ProviderEvents,
  ResolutionDetails,
  TrackingEventDetails,
} from "@openfeature/web-sdk";
import { connect, type Core, type Json, type Options, type Reporter, type Status } from "./core.js";

/** Tracker takes what `track` of OpenFeature hands over. See `@fingerpost/web/events`. */
export interface Tracker extends Reporter {
  track(event: string, properties?: Record<string, unknown>): void;
}

/** The context is OpenFeature's. */
export interface ProviderOptions extends Omit<Options, "context" | "events"> {
  readonly events?: Tracker | Promise<Tracker>;
}

type Emitter = ProviderEventEmitter<ProviderEvents>;

/** FingerpostProvider answers OpenFeature's questions from answers that the server keeps current. */
export class FingerpostProvider implements Provider {
  readonly metadata = { name: "fingerpost" };
  readonly runsOn = "client";
  readonly events: Emitter = createEmitter();
  readonly #options: ProviderOptions;
  #client: Core | undefined;

  constructor(options: ProviderOptions) {
    this.#options = options;
  }

  initialize(context: EvaluationContext = {}): Promise<void> {
    this.#client?.close();
    const client = (this.#client = connect({ ...this.#options, context }));
    const announce = (event: Status | "CONFIGURATION_CHANGED", details?: Parameters<Emitter["emit"]>[1]) =>
      this.events.emit(`PROVIDER_${event}` as ProviderEvents, details);
    let before: Status = client.status;
    client.listen(({ status, changed, awaited, error, cause }) => {
      const was = before;
      before = status;
      if (awaited) return; // the SDK says it
      if (changed.length) announce("CONFIGURATION_CHANGED", { flagsChanged: [...changed], metadata: cause });
      if (status !== was) announce(status, { errorCode: error?.code as ErrorCode, message: error?.message });
    });
    if (!client.answers.size) return client.ready;
    queueMicrotask(() => {
      announce("READY");
      announce("STALE");
    });
    return now();
  }

  onContextChange(_: EvaluationContext, context: EvaluationContext): Promise<void> {
    return this.#client!.update(context);
  }

  async onClose(): Promise<void> {
    this.#client?.close();
  }

  resolveBooleanEvaluation(flag: string, fallback: boolean): ResolutionDetails<boolean> {
    return this.#resolve(flag, fallback, "boolean");
  }

  resolveStringEvaluation(flag: string, fallback: string): ResolutionDetails<string> {
    return this.#resolve(flag, fallback, "string");
  }

  resolveNumberEvaluation(flag: string, fallback: number): ResolutionDetails<number> {
    return this.#resolve(flag, fallback, "number");
  }

  resolveObjectEvaluation<T extends JsonValue>(flag: string, fallback: T): ResolutionDetails<T> {
    return this.#resolve(flag, fallback, "object");
  }

  track(event: string, _: EvaluationContext, details?: TrackingEventDetails): void {
    const tracker = this.#options.events;
    if (tracker) void Promise.resolve(tracker).then((events) => events.track(event, details));
  }

  #resolve<T>(flag: string, fallback: T, type: string): ResolutionDetails<T> {
    return this.#client!.resolve(flag, fallback as Json, type) as ResolutionDetails<T>;
  }
}

/**
 * now is a promise that has been kept: what waits for it goes on in the same turn. So the SDK takes the provider for ready before anything is rendered,
 * and a page never shows a default where it came with an answer.
 */
function now(): Promise<void> {
  return { then: (go?: () => unknown) => Promise.resolve(go?.()) } as Promise<void>;
}

/** createEmitter is what the SDK uses of a provider's emitter, and no more: it gives each event a handler of its own. */
function createEmitter(): Emitter {
  const handlers = new Map<EventHandler, string>();
  const emitter: Pick<Emitter, "emit" | "addHandler" | "removeHandler"> = {
    emit: (event, details) => handlers.forEach((name, handler) => name === event && handler(details as EventDetails)),
    addHandler: (event, handler) => handlers.set(handler, event),
    removeHandler: (_, handler) => handlers.delete(handler),
  };
  return emitter as Emitter;
}

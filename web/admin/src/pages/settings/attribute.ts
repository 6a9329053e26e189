/** Attribute is a typed fact about people, as the environment file has it. */
export interface Attribute {
  description?: string;
  type: "string" | "number" | "bool" | "time" | "version" | "list" | "object";
  items?: "string" | "number";
  source?: "trait" | "context";
  enum?: string[];
  pattern?: string;
  bands?: Record<string, number>;
  client?: boolean;
  content?: boolean;
  purposes?: string[];
  on_violation?: "accept" | "coerce" | "drop" | "quarantine";
  computed?: Computed;
}

/** Computed is how an attribute follows from events, or from others. */
export interface Computed {
  aggregate?: "count" | "sum" | "avg" | "min" | "max" | "first" | "last" | "unique" | "top" | "duration";
  event?: string;
  property?: string;
  where?: string;
  last?: string;
  within?: string;
  of?: string;
  session?: boolean;
  formula?: string;
}

/** withPart is a definition with one of its parts set; what is empty is left out of it. */
export function withPart<T extends object, K extends keyof T>(value: T, part: K, to: T[K] | undefined): T {
  const { [part]: _, ...others } = value;
  const empty = to === undefined || to === "" || to === false || (Array.isArray(to) && to.length === 0);
  return (empty ? others : { ...others, [part]: to }) as T;
}

/** Speak is what the sentence of a computed attribute is said with. */
type Speak = (key: "of" | "during" | "window" | "session" | "where" | "formula" | NonNullable<Computed["aggregate"]>, values: Record<string, string>) => string;

/** inWords says in a sentence what a computed attribute is. */
export function inWords(computed: Computed, speak: Speak): string {
  if (computed.formula) return speak("formula", { formula: computed.formula });
  const main = speak(computed.aggregate ?? "count", { event: computed.event ?? "", property: computed.property ?? "" });
  const parts = [
    computed.where && speak("where", { where: computed.where }),
    computed.last && speak("window", { length: computed.last }),
    computed.within && speak("of", { length: computed.within, of: computed.of ?? "" }),
    computed.session && speak("session", {}),
  ].filter(Boolean);
  return [main, ...parts].join(", ");
}

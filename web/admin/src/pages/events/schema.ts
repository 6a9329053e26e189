/** Property is what is declared of a property of an event, as the environment file has it. */
export interface Property {
  description?: string;
  type: "string" | "number" | "bool" | "time" | "version" | "list";
  items?: "string" | "number";
  enum?: string[];
  pattern?: string;
  required?: boolean;
  on_violation?: Violation;
}

export type Violation = "accept" | "coerce" | "drop" | "quarantine";
export const violations: readonly Violation[] = ["quarantine", "coerce", "drop", "accept"];
export const types: readonly Property["type"][] = ["string", "number", "bool", "time", "version", "list"];

/** EventSchema is what people do, by name. */
export interface EventSchema {
  description?: string;
  properties?: Record<string, Property> | null;
  on_violation?: Violation;
  extra?: "accept" | "drop" | "quarantine";
  retention?: string;
}

/** renamed gives a property another name and leaves it at its place. */
export function renamed(properties: Record<string, Property>, from: string, to: string): Record<string, Property> {
  return Object.fromEntries(Object.entries(properties).map(([name, property]) => [name === from ? to : name, property]));
}

/** freeName is a name that no property has. */
export function freeName(properties: Record<string, Property>, stem: string): string {
  for (let at = 1; ; at++) {
    const name = at === 1 ? stem : `${stem}_${at}`;
    if (!Object.hasOwn(properties, name)) return name;
  }
}

/** isLength says whether a text is a length of time, such as 90d; none is one too. */
export function isLength(text: string): boolean {
  return text === "" || /^\d+(ms|s|m|h|d|w)$/.test(text);
}

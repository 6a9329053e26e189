import type { Vocabulary } from "../rules/queries";

/** vocabulary is a small one, with an attribute of each type. */
export const vocabulary: Vocabulary = {
  revision: 1,
  attributes: (["string", "number", "bool", "time", "version", "list"] as const).map((type, at) => ({
    name: ["country", "seats", "vip", "signed_up_at", "app_version", "tags"][at] ?? type, type, source: "any", personal: false, people: 3,
    ...(type === "string" && { values: [{ value: "DE", people: 2 }, { value: "FR", people: 1 }] }),
  })),
  events: [{ name: "used", seen: 2, properties: [{ name: "minutes", type: "number", personal: false, people: 2 }] }],
  segments: [{ key: "eu", people: 2 }],
  lists: [{ key: "beta", of: "targetingKey" }],
  flags: [{ key: "editor", type: "boolean", variants: [{ name: "on", value: true }, { name: "off", value: false }] }],
  models: [],
  functions: [{ name: "ago", signature: "ago(length)", about: "The instant so long before now.", example: 'signed_up_at > ago("24h")' }],
};

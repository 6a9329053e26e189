import type { Schemas } from "../../api/client";

type Attribute = Schemas["Vocabulary"]["attributes"][number];

const names: Record<string, string> = { first_name: "Ada", firstName: "Ada", last_name: "Lovelace", lastName: "Lovelace", name: "Ada Lovelace", full_name: "Ada Lovelace", email: "ada@example.com", company: "Analytical Engines", city: "London", country: "GB" };

/** examplesFor makes up somebody of whom everything is known: what most people have, or what stands to reason. */
export function examplesFor(attributes: readonly Attribute[], now: number = Date.now()): Record<string, unknown> {
  const all = attributes.filter(({ name, computed }) => !computed && name !== "targetingKey" && name !== "locale" && !name.includes(".")); 
  return Object.fromEntries(all.map((attribute) => [attribute.name, example(attribute, now)]).filter(([, value]) => value !== undefined));
}

function example({ name, type, enum: words, values, spread }: Attribute, now: number): unknown {
  switch (type) {
    case "string": return names[name] ?? words?.[0] ?? values?.[0]?.value ?? undefined;
    case "number": return spread?.median ?? 7;
    case "bool": return true;
    case "time": return new Date(now + (/end|until|expire|renew/i.test(name) ? 9 : -9) * 86_400_000).toISOString();
    case "version": return values?.[0]?.value ?? "2.4.0";
    default: return undefined;
  }
}

import { instantOf } from "../pages/content/times";

/** Fact is something that is said of whoever a preview is for. */
export interface Fact {
  name: string;
  value: string;
}

/** Asked is what somebody wants to see. */
export interface Asked {
  /** Somebody made up, somebody stored, or somebody stored of whom something else is said. */
  who: "persona" | "known" | "whatif";
  user: string;
  facts: Fact[];
  /** As a field for date and time has it; empty is now. */
  at: string;
  locale: string | null;
  of: "draft" | "published" | "revision";
  revision: number | undefined;
  /** Whether content that is a draft is shown too. */
  drafts: boolean;
  /** Variants that are shown whatever the targeting says, by slot. */
  show: Record<string, string>;
}

/** Question is what the server is asked. */
export interface Question {
  context: Record<string, unknown>;
  user_id?: string;
  at?: string;
  draft?: string;
  revision?: number;
  drafts?: boolean;
  show?: Record<string, string>;
}

export interface Attribute {
  name: string;
  type: string;
  items?: string;
}

/** questionOf writes what is asked as the server reads it. Facts without a value say nothing. */
export function questionOf(asked: Asked, draft: string | undefined, attributes: readonly Attribute[]): Question {
  const question: Question = { context: contextOf(asked, attributes) };
  if (asked.who !== "persona" && asked.user.trim() !== "") question.user_id = asked.user.trim();
  const at = instantOf(asked.at);
  if (at) question.at = at;
  if (asked.of === "draft" && draft) question.draft = draft;
  if (asked.of === "revision" && asked.revision !== undefined) question.revision = asked.revision;
  if (asked.drafts) question.drafts = true;
  if (Object.keys(asked.show).length > 0) question.show = asked.show;
  return question;
}

function contextOf({ who, facts, locale }: Asked, attributes: readonly Attribute[]): Record<string, unknown> {
  const context: Record<string, unknown> = {};
  if (locale && attributes.some(({ name }) => name === "locale")) context["locale"] = locale;
  if (who === "known") return context;
  for (const { name, value } of facts) {
    const read = valueOf(value, attributes.find((one) => one.name === name));
    if (name !== "" && read !== undefined) context[name] = read;
  }
  return context;
}

/** valueOf reads what was typed as a value of an attribute's type; undefined if it is none. */
export function valueOf(text: string, attribute: Attribute | undefined): unknown {
  const plain = text.trim();
  if (plain === "") return undefined;
  switch (attribute?.type) {
    case "number": return Number.isFinite(Number(plain)) ? Number(plain) : undefined;
    case "bool": return plain === "true";
    case "time": return Number.isNaN(Date.parse(plain)) ? undefined : new Date(plain).toISOString();
    case "list": {
      const items = plain.split(",").map((item) => item.trim()).filter(Boolean);
      return attribute.items === "number" ? items.map(Number).filter(Number.isFinite) : items;
    }
    case "object": {
      try {
        return JSON.parse(plain) as unknown;
      } catch {
        return undefined;
      }
    }
    default: return plain;
  }
}

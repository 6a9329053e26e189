import { describe, expect, it } from "vitest";
import { inWords, withPart } from "./attribute";

describe("withPart", () => {
  it("sets a part", () => expect(withPart({ type: "string" as const, client: true }, "client", true)).toEqual({ type: "string", client: true }));
  it.each([["nothing", undefined], ["an empty text", ""], ["no", false], ["an empty list", []]])("leaves out what is %s", (_name, to) => {
    expect(withPart<Record<string, unknown>, string>({ type: "string", part: 1 }, "part", to)).toEqual({ type: "string" });
  });
});

describe("inWords", () => {
  const speak = (key: string, values: Record<string, string>): string => `${key}(${Object.values(values).join(" ")})`;
  it("names the event, the condition and the window", () => {
    expect(inWords({ aggregate: "sum", event: "used", property: "minutes", where: 'feature == "export"', last: "7d" }, speak)).toBe('sum(used minutes), where(feature == "export"), window(7d)');
  });
  it("says since when a window within counts", () => {
    expect(inWords({ aggregate: "count", event: "used", within: "24h", of: "signed_up_at" }, speak)).toBe("count(used ), of(24h signed_up_at)");
  });
  it("shows a formula", () => expect(inWords({ formula: "a / b" }, speak)).toBe("formula(a / b)"));
});

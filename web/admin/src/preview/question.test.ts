import { expect, it } from "vitest";
import { questionOf, valueOf, type Asked } from "./question";

const attributes = [{ name: "role", type: "string" }, { name: "seats", type: "number" }, { name: "locale", type: "string" }, { name: "tags", type: "list" }, { name: "ends", type: "time" }];
const asked: Asked = { who: "persona", user: "ada", facts: [{ name: "role", value: "designer" }, { name: "seats", value: "12" }, { name: "", value: "x" }, { name: "tags", value: "" }], at: "", locale: "de", of: "draft", revision: 3, drafts: false, show: {} };

it("asks for a persona with typed values, at the draft", () =>
  expect(questionOf(asked, "d1", attributes)).toEqual({ context: { locale: "de", role: "designer", seats: 12 }, draft: "d1" }));

it("asks for somebody stored without what is made up, and for a what-if with it", () => {
  expect(questionOf({ ...asked, who: "known", of: "published" }, "d1", attributes)).toEqual({ context: { locale: "de" }, user_id: "ada" });
  expect(questionOf({ ...asked, who: "whatif", of: "revision" }, "d1", attributes)).toEqual({ context: { locale: "de", role: "designer", seats: 12 }, user_id: "ada", revision: 3 });
});

it("does not name a language that the environment has no attribute for", () => expect(questionOf(asked, undefined, []).context["locale"]).toBeUndefined());

it("reads values by their type", () => {
  expect(valueOf(" a, b ,", attributes[3])).toEqual(["a", "b"]);
  expect(valueOf("many", attributes[1])).toBeUndefined();
  expect(valueOf("2026-03-01T00:00:00Z", attributes[4])).toBe("2026-03-01T00:00:00.000Z");
  expect(valueOf("never", attributes[4])).toBeUndefined();
  expect(valueOf("true", { name: "x", type: "bool" })).toBe(true);
});

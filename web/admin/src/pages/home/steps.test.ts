import { expect, it } from "vitest";
import type { Draft } from "../../drafts/draft";
import { stepsOf } from "./steps";

const done = (known: Parameters<typeof stepsOf>[0]): string[] => stepsOf(known).filter((one) => one.isDone).map((one) => one.step);
const nothing = { people: 0, segments: 0, draft: null, authors: ["demo"], names: ["Ada", "ada@example.com"] };

it("begins with nothing done", () => expect(done(nothing)).toEqual([]));
it("counts people, segments and what is in the draft", () => {
  expect(done({ ...nothing, people: 1, segments: 2, draft: { changes: 1 } as Draft })).toEqual(["people", "segment", "change"]);
});
it("is through when the person has published, whatever the draft holds now", () => {
  expect(done({ ...nothing, authors: ["demo", "ada@example.com"] })).toEqual(["change", "publish"]);
});

import { expect, it } from "vitest";
import { wordsIn } from "./words.js";

it("has words in the language of the item, else English ones, and the page's own before them", () => {
  expect(wordsIn("de-AT").close).toBe("Schließen");
  expect(wordsIn("xx")).toEqual({ close: "Close", send: "Send", done: "Done" });
  expect(wordsIn(undefined, { close: "Away" })).toEqual({ close: "Away", send: "Send", done: "Done" });
  expect(wordsIn("constructor").close).toBe("Close");
});

import { closeButton, read, type View } from "./parts.js";
import { element, type Tree } from "./tree.js";

const scale = Array.from({ length: 11 }, (_, score) => `${score}`);

/** survey is one question, answered on a scale, and perhaps another one behind it. Where it stays, what is said at the end is read aloud. */
export const survey: View = ({ item, words, answered }) => {
  const { text, root } = read(item);
  const [question, low, high, more, thanks] = ["question", "low", "high", "follow_up", "thanks"].map(text);
  const meaning: Readonly<Record<string, string | undefined>> = { 0: low, 10: high };
  const score = (value: string): Tree => {
    const means = meaning[value];
    const attributes = { type: "radio", name: "score", value, required: true, "aria-label": means ? `${value}, ${means}` : value } as const;
    return element("label", { class: "fp-score" }, element("input", attributes), element("span", { "aria-hidden": "true" }, value));
  };
  const asked = [
    closeButton(words),
    element(
      "fieldset",
      { role: "radiogroup", "aria-label": question },
      element("legend", { class: "fp-title" }, question),
      element("div", { class: "fp-scale" }, scale.map(score)),
      (low || high) && element("div", { class: "fp-ends", "aria-hidden": "true" }, element("span", {}, low), element("span", {}, high)),
    ),
    more && element("label", { class: "fp-more" }, element("span", {}, more), element("textarea", { name: "comment", rows: "3", maxlength: "2000" })),
    element("button", { type: "submit", class: "fp-action" }, words.send),
  ];
  const said = element("p", { class: "fp-thanks", role: "status" }, answered && thanks);
  return element("form", root("survey", { tabindex: "-1", "aria-label": question, ...(answered && { "data-answered": true }) }), ...(answered ? [] : asked), said);
};

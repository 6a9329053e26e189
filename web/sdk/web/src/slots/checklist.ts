import { membersOf } from "./json.js";
import { readLink } from "./link.js";
import { read, type Scene, type View } from "./parts.js";
import { element, type TreeElement } from "./tree.js";

/** checklist is a list of steps, with how many of them are done. */
export const checklist: View = (scene) => {
  const { item, level } = scene;
  const { root, text, title, rich } = read(item);
  const given = membersOf(item.fields)["items"];
  const steps = Array.isArray(given) ? given.map((step: unknown, i) => stepOf(scene, step, i)) : [];
  const done = steps.filter(({ attributes }) => attributes["data-done"]).length;
  return element(
    "section",
    root("checklist"),
    title(level),
    rich(),
    element(
      "div",
      { class: "fp-progress" },
      element("progress", { max: `${steps.length || 1}`, value: `${done}`, "aria-label": text("title") }),
      element("span", { "aria-hidden": "true", dir: "ltr" }, `${done} / ${steps.length}`),
    ),
    element("ol", { class: "fp-steps" }, steps),
  );
};

function stepOf({ item, words, done }: Scene, step: unknown, i: number): TreeElement {
  const { text, rich } = read(item, step);
  const members = membersOf(step);
  const isDone = members["done"] === true || done.includes(text("event") ?? "");
  const href = readLink(members["link"]);
  const title = text("title");
  return element(
    "li",
    { class: "fp-step", "data-done": isDone },
    element("span", isDone ? { class: "fp-mark", role: "img", "aria-label": words.done } : { class: "fp-mark", "aria-hidden": "true" }, isDone && "✓"),
    element("div", { class: "fp-words" }, href ? element("a", { class: "fp-link", href, "data-fp": `items.${i}` }, title) : element("span", { class: "fp-link" }, title), rich()),
  );
}

import { actions, closeButton, read, type View } from "./parts.js";
import { element } from "./tree.js";

/** tourStep is one stop of a tour, beside what it points at. It is hidden until it has found its place. */
export const tourStep: View = ({ item, level, words }) => {
  const { text, root, title, rich, action } = read(item);
  const name = text("title");
  return element(
    "div",
    root("tour-step", { role: "dialog", "aria-label": name ?? text("action") ?? item.entry, hidden: true }),
    closeButton(words),
    title(level),
    rich(),
    actions(action("action")),
  );
};

import { actions, button, closeButton, read, type View } from "./parts.js";
import { element } from "./tree.js";

/** modal is a dialogue over the page. It is shown as the browser shows dialogues, once it is in the page. */
export const modal: View = ({ item, level, url, words }) => {
  const { text, root, title, rich, image, action } = read(item);
  const dismiss = text("dismiss");
  return element(
    "dialog",
    root("modal", { "aria-label": text("title") ?? item.entry }),
    closeButton(words),
    image(url),
    element("div", { class: "fp-words" }, title(level), rich(), actions(action("action", "link"), dismiss ? button("dismiss", dismiss, "fp-action fp-second-action") : undefined)),
  );
};

import { closeButton, read, type View } from "./parts.js";
import { element } from "./tree.js";

/** banner is a message across the page. It is read aloud when it appears, without interrupting. */
export const banner: View = ({ item, words }) => {
  const { text, root, rich, action } = read(item);
  const tone = text("tone");
  const closes = (item.fields as { dismissible?: unknown }).dismissible === true;
  return element(
    "div",
    root("banner", { "data-tone": tone === "success" || tone === "warning" ? tone : "info" }),
    element("div", { class: "fp-message", role: "status" }, rich()),
    action("action", "link"),
    closes && closeButton(words),
  );
};

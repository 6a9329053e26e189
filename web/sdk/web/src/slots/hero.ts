import { actions, read, type View } from "./parts.js";
import { element } from "./tree.js";

/** hero is what a page begins with. */
export const hero: View = ({ item, level, url }) => {
  const { root, title, rich, image, action } = read(item);
  const words = element("div", { class: "fp-words" }, title(level), rich(), actions(action("action", "link"), action("second_action", "second_link")));
  return element("section", root("hero"), words, image(url));
};

import { read, type View } from "./parts.js";
import { element } from "./tree.js";

/** tooltip is a short help. It is hidden until somebody points at what it is about, or gets there with the keyboard. */
export const tooltip: View = ({ item }) => {
  const { root, rich } = read(item);
  return element("div", root("tooltip", { role: "tooltip", hidden: true }), rich());
};

import { expect, it } from "vitest";
import { make, patch } from "./dom.js";
import { element } from "./tree.js";

it("changes what is different, and nothing else", () => {
  const root = make(element("div", { class: "a", hidden: true }, "one", element("p", {}, "two"), element("i", {}))) as HTMLElement;
  root.setAttribute("data-other", "");
  const [text, p] = root.childNodes;
  patch(root, element("div", { class: "b" }, "uno", element("p", { id: "p" }, "two", "more")));
  expect(root.outerHTML).toBe('<div class="b" data-other="">uno<p id="p">twomore</p></div>');
  expect([root.childNodes[0], root.childNodes[1]]).toEqual([text, p]);
  patch(root, element("div", { class: "b" }, element("h2", {}, "x"), "y", "z"));
  expect(root.innerHTML).toBe("<h2>x</h2>yz");
});

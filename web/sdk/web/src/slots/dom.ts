import type { Tree, TreeElement } from "./tree.js";

// What is called of nodes is what every document has, also that which Angular renders into on a server: no append, no replaceWith.
const drawn = new WeakMap<Node, Tree>();

/** make makes the node of a tree. */
export function make(tree: Tree, page: Document = document): Node {
  const node = typeof tree === "string" ? page.createTextNode(tree) : page.createElement(tree.tag);
  if (typeof tree === "string") drawn.set(node, tree);
  else patch(node as Element, tree);
  return node;
}

/** patch makes an element that was made of one tree into what another of the same tag says. What others set on it stays. */
export function patch(element: Element, tree: TreeElement): void {
  const before = drawn.get(element);
  const old = typeof before === "object" ? before.attributes : {};
  drawn.set(element, tree);
  for (const name of Object.keys(old)) if (!(name in tree.attributes)) element.removeAttribute(name);
  for (const [name, value] of Object.entries(tree.attributes)) if (old[name] !== value) element.setAttribute(name, value === true ? "" : value);
  tree.children.forEach((child, i) => {
    const there = element.childNodes[i];
    if (!there) element.appendChild(make(child, element.ownerDocument));
    else if (!same(drawn.get(there), child)) element.replaceChild(make(child, element.ownerDocument), there);
    else if (typeof child === "object") patch(there as Element, child);
    else if (there.nodeValue !== child) {
      there.nodeValue = child;
      drawn.set(there, child);
    }
  });
  while (element.childNodes.length > tree.children.length) element.removeChild(element.lastChild!);
}

/** same says whether what was drawn can become another. */
const same = (one: Tree | undefined, other: Tree) => (typeof one === "object" && typeof other === "object" ? one.tag === other.tag : typeof one === typeof other);

/** rich makes the nodes of a rich text, for pages that show a content type by themselves. */
export function rich(trees: readonly Tree[], page: Document = document): DocumentFragment {
  const fragment = page.createDocumentFragment();
  for (const tree of trees) fragment.appendChild(make(tree, page));
  return fragment;
}

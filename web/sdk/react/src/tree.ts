import type { Tree, TreeElement } from "@fingerpost/web/slots";
import { createElement, type ReactElement, type ReactNode, type Ref } from "react";

/** What React calls otherwise than HTML. */
const names: Readonly<Record<string, string>> = { class: "className", srcset: "srcSet", tabindex: "tabIndex", maxlength: "maxLength" };

/** props are an element's attributes as React has them. */
export const props = (attributes: TreeElement["attributes"]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [names[name] ?? name, value]));

/** render makes React's elements of a tree. */
export function render(tree: TreeElement, ref?: Ref<HTMLElement>): ReactElement {
  return createElement(tree.tag, { ...props(tree.attributes), ...(ref && { ref }) }, ...renderAll(tree.children));
}

/** renderAll makes nodes of what stands beside each other. */
export const renderAll = (trees: readonly Tree[]): ReactNode[] => trees.map((tree) => (typeof tree === "string" ? tree : render(tree)));

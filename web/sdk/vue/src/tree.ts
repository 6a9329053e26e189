import type { Tree, TreeElement } from "@fingerpost/web/slots";
import { h, type Ref, type VNode } from "vue";

/** render makes Vue's nodes of a tree. */
export const render = ({ tag, attributes, children }: TreeElement, root?: Ref<HTMLElement | undefined>): VNode =>
  h(tag, { ...attributes, ...(root && { ref: root }) }, renderAll(children));

/** renderAll makes nodes of what stands beside each other. */
export const renderAll = (trees: readonly Tree[]): (VNode | string)[] => trees.map((tree) => (typeof tree === "string" ? tree : render(tree)));

/** Attributes are those of HTML, by their names there; `true` stands for one without a value. */
export type Attributes = Readonly<Record<string, string | true>>;

/** TreeElement is an element of a page, for whatever renders it. */
export interface TreeElement {
  readonly tag: string;
  readonly attributes: Attributes;
  readonly children: readonly Tree[];
}

/** Tree is a part of a page. A string is text, never markup. */
export type Tree = string | TreeElement;

type Maybe<T> = T | false | undefined | "";

/** element makes an element; what is not there is left out. */
export function element(tag: string, attributes: Readonly<Record<string, Maybe<string | true>>>, ...children: readonly (Maybe<Tree> | readonly Tree[])[]): TreeElement {
  return {
    tag,
    attributes: Object.fromEntries(Object.entries(attributes).filter((pair): pair is [string, string | true] => pair[1] !== undefined && pair[1] !== false)),
    children: children.flat().filter((child): child is Tree => !!child),
  };
}

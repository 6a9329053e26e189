import type { Item } from "../slots.js";
import { readImage } from "./image.js";
import { membersOf, textOf } from "./json.js";
import { languageOf } from "./language.js";
import { readLink } from "./link.js";
import { readRich } from "./rich.js";
import { element, type Attributes, type Tree, type TreeElement } from "./tree.js";
import type { Words } from "./words.js";

/** Level is that of a heading. */
export type Level = 1 | 2 | 3 | 4 | 5 | 6;

/** Scene is what an item is shown in. */
export interface Scene {
  readonly item: Item;
  /** Where the server is, whose images it may show. */
  readonly url: string;
  readonly level: Level;
  readonly words: Words;
  /** The events that the person is known to have done, for checklists. */
  readonly done: readonly string[];
  /** Whether a survey was just answered. */
  readonly answered: boolean;
}

/** View shows the items of one content type. */
export type View = (scene: Scene) => TreeElement;

/** Reading is what a view reads of an item; what is not of the form that it should have is not there. */
export interface Reading {
  text(name: string): string | undefined;
  /** The attributes of the element around everything. */
  root(name: string, more?: Readonly<Record<string, string | true | undefined>>): Attributes;
  title(level: Level, name?: string): TreeElement | undefined;
  rich(name?: string): TreeElement | undefined;
  image(url: string): TreeElement | undefined;
  /** A link or a button of the page's own, if there are words for it. */
  action(name: string, link?: string): TreeElement | undefined;
}

/** read begins to read an item, or a part of one. */
export function read(item: Item, fields: unknown = item.fields): Reading {
  const members = membersOf(fields);
  const text = (name: string) => textOf(members[name]);
  return {
    text,
    root: (name, more = {}) => element("", { class: `fp-item fp-${name}`, ...languageOf(item), ...more }).attributes,
    title(level, name = "title") {
      const words = text(name);
      return words ? element(`h${level}`, { class: "fp-title" }, words) : undefined;
    },
    rich(name = "body") {
      const trees = readRich(members[name]);
      return trees.length ? element("div", { class: "fp-body" }, trees) : undefined;
    },
    image(url) {
      const image = readImage(members["image"], url);
      if (!image) return undefined;
      const { src, alt, srcset, width, height } = image;
      const attributes = { class: "fp-image", src, srcset, width: width && `${width}`, height: height && `${height}`, ...(srcset && { sizes: "100vw" }) };
      return element("img", { ...attributes, alt } as Attributes);
    },
    action(name, link) {
      const words = text(name);
      if (!words) return undefined;
      const href = link && readLink(members[link]);
      const marks = { class: `fp-action fp-${name.replace("_", "-")}`, "data-fp": name };
      return href ? element("a", { ...marks, href }, words) : button(name, words, marks.class);
    },
  };
}

/** button is a button that says what it does in words. */
export const button = (action: string, words: Tree, className: string): TreeElement => element("button", { type: "button", class: className, "data-fp": action }, words);

/** closeButton is the cross in the corner. */
export const closeButton = (words: Words): TreeElement =>
  element("button", { type: "button", class: "fp-close", "data-fp": "close", "aria-label": words.close }, element("span", { "aria-hidden": "true" }, "×"));

/** actions are links and buttons beside each other, if there are any. */
export function actions(...all: readonly (TreeElement | undefined)[]): TreeElement | undefined {
  return all.some(Boolean) ? element("div", { class: "fp-actions" }, ...all) : undefined;
}

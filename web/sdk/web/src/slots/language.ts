import type { Item } from "../slots.js";
import type { Attributes } from "./tree.js";

const rightToLeft = /^(ar|arc|ckb|dv|fa|he|ks|nqo|ps|sd|syr|ug|ur|yi)(-(?!latn|cyrl)|$)|-(arab|hebr|nkoo|syrc|thaa)\b/i;

/** direction says in which direction a language is written. */
export const direction = (locale: string): "ltr" | "rtl" => (rightToLeft.test(locale) ? "rtl" : "ltr");

/** languageOf returns the attributes `lang` and `dir` of the element that shows an item. */
export function languageOf({ locale, dir }: Pick<Item, "locale" | "dir">): Attributes {
  const written = dir ?? (locale && direction(locale));
  return { ...(locale && { lang: locale }), ...(written && { dir: written }) };
}

import type { Image } from "../slots.js";
import { membersOf, textOf } from "./json.js";
import { readLink } from "./link.js";

/** Picture is an image whose addresses are whole, and which always says what those hear who do not see it; an empty `alt` is for decoration. */
export interface Picture extends Image {
  readonly alt: string;
}

/** resolve returns the whole address of an image, which may be the server's; nothing if it is none of http or https. */
export function resolve(address: unknown, server: string): string | undefined {
  const link = readLink(address);
  try {
    const { href, protocol } = new URL(link!, server);
    return link && /^https?:$/.test(protocol) ? href : undefined;
  } catch {
    return undefined;
  }
}

/** readImage reads an image of a server; nothing if there is none to be shown. */
export function readImage(value: unknown, server: string): Picture | undefined {
  const image = membersOf(value);
  const src = resolve(image["src"], server);
  if (!src) return undefined;
  const srcset = textOf(image["srcset"])
    ?.split(/,\s+/)
    .map((candidate) => {
      const [address, size = "1x", ...more] = candidate.trim().split(/\s+/);
      const whole = resolve(address, server);
      return whole && !more.length && /^[\d.]+[wx]$/.test(size) ? `${whole} ${size}` : "";
    })
    .filter(Boolean)
    .join(", ");
  const [width, height] = [lengthOf(image["width"]), lengthOf(image["height"])];
  return { src, alt: textOf(image["alt"]) ?? "", ...(srcset && { srcset }), ...(width && { width }), ...(height && { height }) };
}

const lengthOf = (value: unknown) => (Number.isInteger(value) && (value as number) > 0 ? (value as number) : undefined);

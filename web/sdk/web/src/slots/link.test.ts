import { expect, it } from "vitest";
import { readLink } from "./link.js";

it.each(["https://example.com/a?b=c#d", "HTTP://example.com", "mailto:help@example.com", "/", "/plans", "#top", "?page=2", "https://example.com/ä"])("a page may lead to %s", (address) =>
  expect(readLink(address)).toBe(address));

it.each(["javascript:alert(1)", "JavaScript:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "vbscript:x", "//other.example", "/\\other.example", "https:///x", "https://a b", " /x", "\u0000/x", "/\u00adx\u200b", "ftp://x", "plans", "mailto:", "", null, 3, {}])(
  "a page does not lead to %j",
  (address) => expect(readLink(address)).toBeUndefined(),
);

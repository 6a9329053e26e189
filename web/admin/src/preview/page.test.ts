import { describe, expect, it } from "vitest";
import { heightOf, pageOf } from "./page";

describe("the page of a frame", () => {
  it("holds what was rendered, with a style sheet that the policy lets in", () => {
    const page = pageOf("<p>Hello</p>", { ground: "dark", nonce: 'a"b', nothing: "" });
    expect(page).toContain("<p>Hello</p>");
    expect(page).toContain('nonce="a&quot;b"');
    expect(page).toContain('class="dark"');
    expect(page).toContain('<base target="_blank">');
  });

  it("says that there is nothing, as text", () => expect(pageOf("", { ground: "light", nonce: "", nothing: "<b>" })).toContain("&lt;b&gt;"));

  it("is higher where it is narrower", () => {
    const html = `<section class="fp-hero"><h1>Title</h1><p>${"word ".repeat(60)}</p></section>`;
    expect(heightOf(html, 360)).toBeGreaterThan(heightOf(html, 900));
  });
});

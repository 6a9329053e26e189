import { describe, expect, it } from "vitest";
import { readRich } from "./rich.js";
import { html } from "./testing.js";

describe.each([
  ["paragraphs", "<p>One <strong>bold</strong> &amp; <em>soft</em></p>\n<p>Two</p>", "<p>One <strong>bold</strong> &amp; <em>soft</em></p>\n<p>Two</p>"],
  ["a list that begins later", '<ol start="3">\n<li>Three</li>\n</ol>', '<ol start="3"><li>Three</li></ol>'],
  ["a table", "<table>\n<thead>\n<tr>\n<th>A</th>\n</tr>\n</thead>\n</table>", "<table><thead><tr><th>A</th></tr></thead></table>"],
  ["code", "<pre><code>a &lt; b\n</code></pre>", "<pre><code>a &lt; b\n</code></pre>"],
  ["a link", '<a href="https://example.com/?a=1&amp;b=2">x</a>', '<a href="https://example.com/?a=1&amp;b=2">x</a>'],
  ["a link within the site", '<a href="/news#top">x</a>', '<a href="/news#top">x</a>'],
  ["a link that runs", '<a href="javascript:alert(1)">x</a>', "<a>x</a>"],
  ["a link that runs, in disguise", '<a href="&#106;avascript:alert(1)" href="https://example.com">x</a>', "<a>x</a>"],
  ["other attributes", '<p class="a" onclick="alert(1)" style="color:red">x</p>', "<p>x</p>"],
  ["other elements", "<script>alert(1)</script><b>x</b>", "alert(1)x"],
  ["what was text already", "&lt;script&gt;&quot;&#39;&#x27;&nbsp;&copy;&constructor;&#0;", `&lt;script&gt;"''&nbsp;&amp;copy;&amp;constructor;\ufffd`],
  ["what is no element", "a < b <3 <!-- x --> <", "a &lt; b &lt;3 &lt;!-- x --&gt; &lt;"],
  ["what is closed in disorder", "<p><em>a</p>b</em></ul>c", "<p><em>a</em></p>bc"],
])("%s", (_, given, wanted) => {
  it("is read", () => expect(html(readRich({ html: given, text: "" }))).toBe(wanted));
});

it("plain text is text, and what is none is nothing", () => {
  expect(readRich("<p>x")).toEqual(["<p>x"]);
  expect(readRich({ text: "<p>x" })).toEqual(["<p>x"]);
  for (const value of [undefined, null, 3, [], {}, { html: 3 }, ""]) expect(readRich(value)).toEqual([]);
});

it("what is nested without end, or long, is read soon", () => {
  const began = performance.now();
  expect(JSON.stringify(readRich({ html: "<ul><li>".repeat(5_000) })).length).toBeGreaterThan(1_000);
  readRich({ html: "<a ".repeat(100_000) });
  readRich({ html: "<a href=".repeat(50_000) + ">" });
  expect(performance.now() - began).toBeLessThan(2_000);
});

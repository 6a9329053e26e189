// @vitest-environment node
import "@angular/compiler";
import "@angular/platform-server/init";
import { Component, provideZonelessChangeDetection } from "@angular/core";
import { bootstrapApplication, type BootstrapContext } from "@angular/platform-browser";
import { provideServerRendering, renderApplication } from "@angular/platform-server";
import { expect, it, vi } from "vitest";
import { answer } from "../../web/src/testing.js";
import { provideFingerpost } from "./index.js";
import { RichText, Slot, SlotType } from "./slots.js";

const start = [{ entry: "one", type: "hero", locale: "ar", dir: "rtl", fields: { title: "Hello", body: { html: "<p>a <strong>b</strong> <script>x</script></p>", text: "a b" }, action: "Go", link: "/go" } }];
const own = [{ entry: "t", type: "email", fields: { body: { html: "<p>mine</p>", text: "mine" } } }];

@Component({
  selector: "fp-page",
  standalone: true,
  imports: [RichText, Slot, SlotType],
  template: `
    <fp-slot name="start"><p>wait</p></fp-slot>
    <fp-slot name="own"><ng-template fpSlotType="email" let-item><div class="mine" [fpRichText]="item.fields.body"></div></ng-template></fp-slot>
    <fp-slot name="empty"><p>instead</p></fp-slot>
  `,
})
class Page {}

const rendered = (bootstrap: ReturnType<typeof answer>[]) =>
  renderApplication(
    (context: BootstrapContext) =>
      bootstrapApplication(Page, { providers: [provideServerRendering(), provideZonelessChangeDetection(), provideFingerpost({ url: "https://flags.example.com", key: "ck_1", bootstrap })] }, context),
    { document: "<!doctype html><html><body><fp-page></fp-page></body></html>", url: "/" },
  );

it("renders slots on a server, and does not listen there", async () => {
  vi.stubGlobal("WebSocket", class { constructor() { throw new Error("a server renders, and does not listen"); } });
  const html = await rendered([answer("start", start), answer("own", own)]);
  expect(html).toContain('<section class="fp-item fp-hero" lang="ar" dir="rtl">');
  expect(html).toContain("Hello</h2>");
  expect(html).toContain('href="/go"');
  expect(html).toContain("<strong>b</strong>");
  expect(html).not.toContain("<script>x");
  expect(html).not.toContain("wait");
  expect(html).toContain('class="mine"');
  expect(html).toContain("mine</p>");
  expect(html).toContain("instead");
});

it("renders what there is instead where no answers came with the page", async () => {
  expect(await rendered([])).toContain("wait");
});

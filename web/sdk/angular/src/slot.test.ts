import "@angular/compiler";
import { Component, provideZonelessChangeDetection } from "@angular/core";
import { TestBed, type ComponentFixture } from "@angular/core/testing";
import { BrowserTestingModule, platformBrowserTesting } from "@angular/platform-browser/testing";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { answer, script, ScriptedSocket } from "../../web/src/testing.js";
import { provideFingerpost } from "./index.js";
import { RichText, Slot, SlotType, useSlot } from "./slots.js";

const hero = (title: string, action = "Go") => [{ entry: "one", type: "hero", fields: { title, action } }];
const tip = [{ entry: "t", type: "email", locale: "ar", fields: { body: { html: "<p>a <b>b</b></p>", text: "a b" } } }];

@Component({
  selector: "fp-page",
  standalone: true,
  imports: [RichText, Slot, SlotType],
  template: `
    <fp-slot name="start" [level]="3" (action)="heard = $event.action"><p>wait</p></fp-slot>
    <fp-slot name="own"><ng-template fpSlotType="email" let-item><div [fpRichText]="item.fields.body"></div><button data-fp="close">x</button></ng-template></fp-slot>
    <i>{{ items().length }}</i>
  `,
})
class Page {
  readonly items = useSlot("start");
  heard = "";
}

let fixture: ComponentFixture<Page>;
const page = () => fixture.nativeElement as HTMLElement;
const settle = () => vi.advanceTimersByTimeAsync(50);

beforeAll(() => {
  TestBed.initTestEnvironment(BrowserTestingModule, platformBrowserTesting());
});
beforeEach(async () => {
  script();
  sessionStorage.clear();
  TestBed.configureTestingModule({ providers: [provideZonelessChangeDetection(), provideFingerpost({ url: "https://flags.example.com", key: "ck_1" })] });
  fixture = TestBed.createComponent(Page);
  await settle();
});
afterEach(() => {
  TestBed.resetTestingModule();
  vi.useRealTimers();
});

it("shows what there is instead, then the content, then each change, in the same elements", async () => {
  expect(page().textContent.trim()).toMatch(/^wait\s*0$/);
  ScriptedSocket.last.open().snapshot([answer("start", hero("Hello"))]);
  await settle();
  const title = page().querySelector("h3");
  expect([title?.textContent, page().querySelector("p"), page().querySelector("i")?.textContent]).toEqual(["Hello", null, "1"]);
  ScriptedSocket.last.change([answer("start", hero("Bye"))]);
  await settle();
  expect([title?.textContent, page().querySelector("h3")]).toEqual(["Bye", title]);
  page().querySelector<HTMLElement>(".fp-action")!.click();
  expect(fixture.componentInstance.heard).toBe("action");
});

it("has templates of the page show what they know, and closes it", async () => {
  ScriptedSocket.last.open().snapshot([answer("own", tip)]);
  await settle();
  const own = page().querySelector(".fp-own");
  expect([own?.getAttribute("lang"), own?.getAttribute("dir"), own?.querySelector("div")?.innerHTML]).toEqual(["ar", "rtl", "<p>a b</p>"]);
  own!.querySelector("button")!.click();
  await settle();
  expect(page().querySelector(".fp-own")).toBeNull();
});

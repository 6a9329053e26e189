import "@angular/compiler";
import { Component, inject, provideZonelessChangeDetection, type Type } from "@angular/core";
import { TestBed, type ComponentFixture } from "@angular/core/testing";
import { BrowserTestingModule, platformBrowserTesting } from "@angular/platform-browser/testing";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { answer, script, ScriptedSocket } from "../../web/src/testing.js";
import { Fingerpost, FlagDirective, provideFingerpost } from "./index.js";

@Component({ selector: "fp-signal", standalone: true, template: "<p>{{ hero() }} {{ status() }}</p>" })
class WithSignal {
  readonly fingerpost = inject(Fingerpost);
  readonly hero = this.fingerpost.flag("hero", "none");
  readonly status = this.fingerpost.status;
}

@Component({
  selector: "fp-directive",
  standalone: true,
  imports: [FlagDirective],
  template: `
    <i *fpFlag="'editor'; else old">new</i><ng-template #old><i>old</i></ng-template>
    <b *fpFlag="'hero'; is: 'warm'">is warm</b>
    <u *fpFlag="'hero'; let hero">{{ hero }}</u>
  `,
})
class WithDirective {}

const server = () => ScriptedSocket.last;
let fixture: ComponentFixture<unknown>;
const settle = () => vi.advanceTimersByTimeAsync(50);
const text = () => (fixture.nativeElement as HTMLElement).textContent.trim().split(/\s+/).join(" ");

/** show makes the component, on a page without zones. */
async function show(component: Type<unknown>): Promise<void> {
  TestBed.configureTestingModule({
    providers: [provideZonelessChangeDetection(), provideFingerpost({ url: "https://flags.example.com", key: "ck_1", context: { targetingKey: "ada" } })],
  });
  fixture = TestBed.createComponent(component);
  await settle();
}

beforeAll(() => {
  TestBed.initTestEnvironment(BrowserTestingModule, platformBrowserTesting());
});
beforeEach(script);
afterEach(() => {
  TestBed.resetTestingModule();
  vi.useRealTimers();
});

describe("a page with Angular", () => {
  it("has flags as signals", async () => {
    await show(WithSignal);
    expect(text()).toBe("none NOT_READY");
    server().open().snapshot([answer("hero", "warm")]);
    await settle();
    expect(text()).toBe("warm READY");
    server().change([answer("hero", "cold")]);
    await settle();
    expect(text()).toBe("cold READY");
    const fingerpost = TestBed.inject(Fingerpost);
    void fingerpost.update({ targetingKey: "grace" });
    await settle();
    server().snapshot([answer("hero", "for grace")], { context: 2 });
    await settle();
    expect(text()).toBe("for grace READY");
    expect(fingerpost.flag("hero", 1)()).toBe(1);
    TestBed.resetTestingModule();
    expect(server().closed).toBe(true);
  });

  it("shows templates while flags are on", async () => {
    await show(WithDirective);
    expect(text()).toBe("old");
    server().open().snapshot([answer("editor", true), answer("hero", "warm")]);
    await settle();
    expect(text()).toBe("newis warmwarm"); // Angular leaves blanks between elements out
    server().change([answer("editor", false), answer("hero", "cold")]);
    await settle();
    expect(text()).toBe("oldcold");
  });
});

// A page with Angular, without zones, compiled in the browser.
import "@angular/compiler";
import { Component, inject, provideZonelessChangeDetection } from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";
import { Fingerpost, FlagDirective, provideFingerpost } from "@fingerpost/angular";
import { createEvents } from "@fingerpost/web/events";
import { play, settings } from "./page.js";

const { url, key, context } = settings();
const events = createEvents({ url, key });
play.track = events.track;

@Component({
  selector: "fp-page",
  standalone: true,
  imports: [FlagDirective],
  template: `<p id="hero">{{ hero() }}</p><p id="status">{{ fingerpost.status() }}</p><i *fpFlag="'hero'">on</i>`,
})
class Page {
  readonly fingerpost = inject(Fingerpost);
  readonly hero = this.fingerpost.flag("hero", "none");

  constructor() {
    play.become = (next) => this.fingerpost.update(next);
  }
}

document.getElementById("app")!.append(document.createElement("fp-page"));
void bootstrapApplication(Page, { providers: [provideZonelessChangeDetection(), provideFingerpost({ url, key, context, events })] });

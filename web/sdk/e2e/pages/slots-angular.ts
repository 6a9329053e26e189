// A page with Angular that shows slots, without zones, compiled in the browser.
import "@angular/compiler";
import { NgFor } from "@angular/common";
import { Component, inject, provideZonelessChangeDetection } from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";
import { Fingerpost, provideFingerpost } from "@fingerpost/angular";
import { RichText, Slot, SlotType } from "@fingerpost/angular/slots";
import { createEvents } from "@fingerpost/web/events";
import { done, hear, play, shown, told } from "./slots.js";

const { url, key, context } = told();
const events = createEvents({ url, key, exposures: true });

@Component({
  selector: "fp-page",
  standalone: true,
  imports: [NgFor, RichText, Slot, SlotType],
  template: `
    <div *ngFor="let name of names" [id]="name">
      <fp-slot [name]="name" [level]="2" [done]="done" (action)="hear($event.action, $event.item)">
        <p>nothing in {{ name }}</p>
        <ng-template fpSlotType="quote" let-item>
          <figure>
            <blockquote [fpRichText]="item.fields.words"></blockquote>
            <figcaption>{{ item.fields.by }}</figcaption>
            <button data-fp="close">Enough</button>
          </figure>
        </ng-template>
      </fp-slot>
    </div>
  `,
})
class Page {
  readonly names = shown();
  readonly done = done;
  readonly hear = hear;
  readonly #fingerpost = inject(Fingerpost);

  constructor() {
    play.become = (next) => this.#fingerpost.update(next);
  }
}

document.getElementById("app")!.append(document.createElement("fp-page"));
void bootstrapApplication(Page, { providers: [provideZonelessChangeDetection(), provideFingerpost({ url, key, context, events })] });

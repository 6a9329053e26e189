import { Component, computed, inject } from "@angular/core";
import { Fingerpost, FlagDirective } from "@fingerpost/angular";
import { Slot } from "@fingerpost/angular/slots";
import { statusNames } from "../../shared/lumen.js";
import { Actions } from "./actions";
import { Checklist } from "./checklist";
import { CurrentVisit } from "./current-visit";
import { Features } from "./features";
import { LastChange } from "./last-change";
import { NextStep } from "./next-step";
import { Switchers } from "./switchers";

@Component({
  selector: "lumen-app",
  imports: [Actions, Checklist, Features, FlagDirective, LastChange, NextStep, Slot, Switchers],
  template: `
    <header class="top">
      <span class="brand">Lumen</span>
      <span class="made-with">Angular</span>
      <span class="status" [attr.data-status]="fingerpost.status()" role="status">{{ status() }}</span>
    </header>
    <lumen-switchers />
    <main>
      <fp-slot name="home-banner" />
      <fp-slot name="home-hero" [level]="1">
        <h1 class="welcome">{{ words().welcome }}</h1>
      </fp-slot>
      @for (who of [visit.person()]; track who) {
        <lumen-last-change />
      }
      <lumen-next-step />
      <aside *fpFlag="'guided-tour'" class="tour fresh" data-flag="guided-tour">{{ words().tour }}</aside>
      <lumen-actions />
      <lumen-checklist />
      <lumen-features />
    </main>
    <fp-slot name="upgrade-modal" />
  `,
})
export class App {
  readonly fingerpost = inject(Fingerpost);
  readonly visit = inject(CurrentVisit);
  readonly words = this.visit.words;
  readonly status = computed(() => this.words().statuses[statusNames[this.fingerpost.status()]!]);
}

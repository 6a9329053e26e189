import { Component, inject } from "@angular/core";
import { Fingerpost, FlagDirective } from "@fingerpost/angular";
import { statusNames } from "../../shared/lumen.js";
import { Actions } from "./actions";
import { Checklist } from "./checklist";
import { CurrentPerson } from "./current-person";
import { Features } from "./features";
import { Hero } from "./hero";
import { LastChange } from "./last-change";
import { PersonSwitcher } from "./person-switcher";

@Component({
  selector: "lumen-app",
  imports: [Actions, Checklist, Features, FlagDirective, Hero, LastChange, PersonSwitcher],
  template: `
    <header class="top">
      <span class="brand">Lumen</span>
      <span class="made-with">Angular</span>
      <span class="status" [attr.data-status]="status()" role="status">{{ statusNames[status()] }}</span>
    </header>
    <lumen-person-switcher [person]="person()" />
    <main>
      <aside *fpFlag="'guided-tour'" class="banner fresh" data-flag="guided-tour">
        <strong>New here?</strong> Lumen in two minutes, on your first day.
      </aside>
      <lumen-hero />
      @for (who of [person()]; track who) {
        <lumen-last-change />
      }
      <lumen-actions />
      <lumen-checklist />
      <lumen-features />
    </main>
  `,
})
export class App {
  readonly person = inject(CurrentPerson).person;
  readonly status = inject(Fingerpost).status;
  readonly statusNames = statusNames;
}

import { Component, inject } from "@angular/core";
import { addressOf, languages, people } from "../../shared/lumen.js";
import { CurrentVisit } from "./current-visit";

@Component({
  selector: "lumen-switchers",
  template: `
    <div class="switchers">
      <nav [attr.aria-label]="words().lookAs">
        @for (one of people; track one) {
          <a [attr.href]="addressOf(one, language())" [attr.aria-current]="one === person()">{{ one.name }}</a>
        }
      </nav>
      <nav [attr.aria-label]="words().language">
        @for (one of languages; track one) {
          <a [attr.href]="addressOf(person(), one)" [attr.aria-current]="one === language()" [lang]="one.locale">{{ one.name }}</a>
        }
      </nav>
      <p>{{ person().about[language().locale] }}</p>
    </div>
  `,
})
export class Switchers {
  readonly #visit = inject(CurrentVisit);
  readonly person = this.#visit.person;
  readonly language = this.#visit.language;
  readonly words = this.#visit.words;
  readonly people = people;
  readonly languages = languages;
  readonly addressOf = addressOf;
}

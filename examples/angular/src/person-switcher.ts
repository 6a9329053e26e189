import { Component, input } from "@angular/core";
import { people, type Person } from "../../shared/lumen.js";

@Component({
  selector: "lumen-person-switcher",
  template: `
    <nav class="people" aria-label="Look at the page as">
      <ul>
        @for (one of people; track one) {
          <li>
            <a [attr.href]="'#' + one.context.targetingKey" [attr.aria-current]="one === person()">{{ one.name }}</a>
          </li>
        }
      </ul>
      <p>{{ person().about }}</p>
    </nav>
  `,
})
export class PersonSwitcher {
  readonly person = input.required<Person>();
  readonly people = people;
}

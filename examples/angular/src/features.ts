import { Component, inject } from "@angular/core";
import { FlagDirective } from "@fingerpost/angular";
import { features } from "../../shared/lumen.js";
import { CurrentVisit } from "./current-visit";

@Component({
  selector: "lumen-features",
  imports: [FlagDirective],
  template: `
    <section class="card workspace">
      <h2>{{ words().workspace }}</h2>
      <ul class="features">
        @for (feature of features; track feature) {
          <li [attr.data-flag]="feature">
            {{ words().features[feature] }}
            <span *fpFlag="feature; else off" class="on">{{ words().on }}</span>
            <ng-template #off
              ><span class="off">{{ words().off }}</span></ng-template
            >
          </li>
        }
      </ul>
    </section>
  `,
})
export class Features {
  readonly words = inject(CurrentVisit).words;
  readonly features = features;
}

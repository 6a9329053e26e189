import { Component } from "@angular/core";
import { FlagDirective } from "@fingerpost/angular";
import { features } from "../../shared/lumen.js";

@Component({
  selector: "lumen-features",
  imports: [FlagDirective],
  template: `
    <section class="card">
      <h2>In your workspace</h2>
      <ul class="features">
        @for (feature of features; track feature) {
          <li [attr.data-flag]="feature.flag">
            {{ feature.name }}
            <span *fpFlag="feature.flag; else off" class="on">on</span>
            <ng-template #off><span class="off">off</span></ng-template>
          </li>
        }
      </ul>
    </section>
  `,
})
export class Features {
  readonly features = features;
}

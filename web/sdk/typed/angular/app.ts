import { Component } from "@angular/core";
import { FlagDirective } from "@fingerpost/angular";

@Component({
  selector: "app-root",
  standalone: true,
  imports: [FlagDirective],
  template: `
    <p *fpFlag="'theme'; is: 'dark'; else other">dark</p>
    <p *fpFlag="'price'; let price">{{ price.toFixed(2) }}</p>
    <ng-template #other>light</ng-template>
  `,
})
export class App {}

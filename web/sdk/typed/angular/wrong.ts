import { Component } from "@angular/core";
import { FlagDirective } from "@fingerpost/angular";

/** Wrong does not compile: there is neither such a flag nor such a variant. */
@Component({
  selector: "app-wrong",
  standalone: true,
  imports: [FlagDirective],
  template: `
    <p *fpFlag="'theme'; is: 'drak'">dark</p>
    <p *fpFlag="'prise'">price</p>
  `,
})
export class Wrong {}

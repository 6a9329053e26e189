import { Component } from "@angular/core";
import { FlagDirective } from "@fingerpost/angular";
import { Slot } from "@fingerpost/angular/slots";

/** Wrong does not compile: there is neither such a flag nor such a variant, nor such a slot. */
@Component({
  selector: "app-wrong",
  standalone: true,
  imports: [FlagDirective, Slot],
  template: `
    <p *fpFlag="'theme'; is: 'drak'">dark</p>
    <p *fpFlag="'prce'">price</p>
    <fp-slot name="strat" />
  `,
})
export class Wrong {}

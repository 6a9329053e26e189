import { Component } from "@angular/core";
import { FlagDirective } from "@fingerpost/angular";
import { Slot, SlotType } from "@fingerpost/angular/slots";

@Component({
  selector: "app-root",
  standalone: true,
  imports: [FlagDirective, Slot, SlotType],
  template: `
    <p *fpFlag="'theme'; is: 'dark'; else other">dark</p>
    <p *fpFlag="'price'; let price">{{ price.toFixed(2) }}</p>
    <fp-slot name="start"><ng-template fpSlotType="quote" let-item>{{ item.fields.words.text }}</ng-template></fp-slot>
    <ng-template #other>light</ng-template>
  `,
})
export class App {}

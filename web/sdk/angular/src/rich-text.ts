import { DOCUMENT } from "@angular/common";
import { Directive, ElementRef, inject, Input } from "@angular/core";
import { readRich, type RichText as Value } from "@fingerpost/web/slots";
import { rich } from "@fingerpost/web/slots/dom";

/** RichText shows a field of type markdown in its element; nothing of it but what the allow-list has: `<div [fpRichText]="item.fields.words"></div>`. */
@Directive({ selector: "[fpRichText]", standalone: true, host: { ngSkipHydration: "true" } })
export class RichText {
  readonly #host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  readonly #page = inject(DOCUMENT);

  @Input({ required: true }) set fpRichText(value: Value | string | undefined) {
    while (this.#host.firstChild) this.#host.removeChild(this.#host.firstChild); // a server's document has no replaceChildren
    this.#host.appendChild(rich(readRich(value), this.#page));
  }
}

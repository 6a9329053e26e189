import { isPlatformBrowser, DOCUMENT } from "@angular/common";
import { Directive, ElementRef, inject, Input, PLATFORM_ID, type AfterViewInit, type OnChanges, type OnDestroy } from "@angular/core";
import type { Item, TreeElement } from "@fingerpost/web/slots";
import { make, patch } from "@fingerpost/web/slots/dom";
import { behave, type Situation } from "@fingerpost/web/slots/view";

/** What an item is shown with: its tree, unless the page shows it by itself. */
export interface Showing extends Situation {
  readonly item: Item;
  readonly tree: TreeElement | undefined;
}

/** SlotItem draws one item of a slot into its element, or takes the element as it is for one that the page shows by itself, and brings it to life. */
@Directive({ selector: "[fpSlotItem]", standalone: true })
export class SlotItem implements OnChanges, AfterViewInit, OnDestroy {
  readonly #host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  readonly #page = inject(DOCUMENT);
  readonly #live = isPlatformBrowser(inject(PLATFORM_ID));
  #stop = () => {};

  @Input({ required: true }) fpSlotItem!: Showing;

  ngOnChanges(): void {
    const { tree } = this.fpSlotItem;
    const root = this.#host.firstElementChild;
    if (tree && root) patch(root, tree);
    else if (tree) this.#host.appendChild(make(tree, this.#page));
  }

  ngAfterViewInit(): void {
    const root = this.fpSlotItem.tree ? (this.#host.firstElementChild as HTMLElement) : this.#host;
    if (this.#live) this.#stop = behave(root, () => this.fpSlotItem);
  }

  ngOnDestroy(): void {
    this.#stop();
  }
}

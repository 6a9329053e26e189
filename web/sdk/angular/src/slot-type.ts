import { Directive, inject, Input, TemplateRef } from "@angular/core";
import type { ContentTypes, Item } from "@fingerpost/web/slots";

/** SlotType is how a page shows a content type by itself: `<ng-template fpSlotType="quote" let-item>` in an `fp-slot`. */
@Directive({ selector: "ng-template[fpSlotType]", standalone: true })
export class SlotType<T extends keyof ContentTypes> {
  readonly template = inject<TemplateRef<{ $implicit: Item<T> }>>(TemplateRef);
  @Input({ required: true }) fpSlotType!: T;

  static ngTemplateContextGuard<T extends keyof ContentTypes>(_: SlotType<T>, _context: unknown): _context is { $implicit: Item<T> } {
    return true;
  }
}

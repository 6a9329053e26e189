import { NgFor, NgIf, NgTemplateOutlet } from "@angular/common";
import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  ContentChildren,
  DestroyRef,
  EventEmitter,
  inject,
  Input,
  Output,
  signal,
  type QueryList,
  type TemplateRef,
} from "@angular/core";
import type { ContentTypes, Item, SlotKey } from "@fingerpost/web/slots";
import { keyOf, ownRoot, shownOf, stageOf, view, type SlotOptions } from "@fingerpost/web/slots/view";
import { options } from "./fingerpost.js";
import { SlotItem, type Showing } from "./slot-item.js";
import { SlotType } from "./slot-type.js";
import { useSlot } from "./use-slot.js";

interface Row extends Showing {
  readonly key: string;
  readonly template: TemplateRef<unknown> | undefined;
}

/** Slot shows the content of a slot, and follows it. What stands in it is there while the slot has no content; templates with `fpSlotType` show content types. */
@Component({
  selector: "fp-slot",
  standalone: true,
  imports: [NgFor, NgIf, NgTemplateOutlet, SlotItem],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { ngSkipHydration: "true" }, // items are drawn, not made of templates
  template: `
    <ng-content *ngIf="!items().length" />
    <ng-container *ngFor="let row of rows(); trackBy: keyOf">
      <div *ngIf="row.template; else drawn" class="fp-item fp-own" [attr.lang]="languageOf(row.item)['lang']" [attr.dir]="languageOf(row.item)['dir']" [fpSlotItem]="row">
        <ng-container *ngTemplateOutlet="row.template; context: { $implicit: row.item }" />
      </div>
      <ng-template #drawn><fp-slot-item [fpSlotItem]="row" /></ng-template>
    </ng-container>
  `,
})
export class Slot {
  readonly #stage = stageOf(inject(options));
  readonly #name = signal("");
  readonly #given = signal<SlotOptions>({});
  readonly #states = signal(this.#stage.states);
  readonly #types = signal<readonly SlotType<keyof ContentTypes>[]>([]);

  protected readonly items = useSlot(this.#name);
  protected readonly rows = computed(() => shownOf(this.#name(), this.items(), { states: this.#states() }).flatMap((item) => this.#row(item)));

  /** The flag of type content. */
  @Input({ required: true }) set name(name: SlotKey) {
    this.#name.set(name);
  }

  @Input() set level(level: SlotOptions["level"]) {
    this.#given.update((given) => ({ ...given, level }));
  }

  @Input() set words(words: SlotOptions["words"]) {
    this.#given.update((given) => ({ ...given, words }));
  }

  @Input() set done(done: SlotOptions["done"]) {
    this.#given.update((given) => ({ ...given, done }));
  }

  /** Hears of every link that is followed and every button that is pressed, by the name of its field. */
  @Output() readonly action = new EventEmitter<{ action: string; item: Item }>();

  @ContentChildren(SlotType) set types(types: QueryList<SlotType<keyof ContentTypes>>) {
    this.#types.set([...types]);
  }

  constructor() {
    inject(DestroyRef).onDestroy(this.#stage.listen(() => this.#states.set(this.#stage.states)));
    afterNextRender(() => this.#stage.open());
  }

  protected readonly keyOf = (_: number, { key }: Row): string => key;
  protected readonly languageOf = (item: Item) => ownRoot(item);

  #row(item: Item): Row[] {
    const template = this.#types().find(({ fpSlotType }) => fpSlotType === item.type)?.template;
    const [slot, stage] = [this.#name(), this.#stage];
    const tree = template ? undefined : view(item, slot, { url: stage.url, states: this.#states() }, this.#given());
    if (!template && !tree) return [];
    return [{ key: keyOf(item), item, items: this.items(), slot, stage, template, tree, onAction: (action, item) => this.action.emit({ action, item }) }];
  }
}

import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, type ReactElement, type ReactNode } from "react";
import styles from "./Rows.module.css";

interface Props<T> {
  items: readonly T[];
  /** Names what is listed, for screen readers. */
  label: string;
  keyOf: (item: T) => string | number;
  row: (item: T, at: number) => ReactNode;
  /** The height of a row before it was measured. */
  height?: number;
  /** The names of the columns, over the list. */
  head?: ReactNode;
  /** more is called when the end comes near; it may be called often. */
  more?: (() => void) | undefined;
  /** What stands under the last row: that more is on its way, for instance. */
  foot?: ReactNode;
}

/** Rows draws of a list, however long it is, only what is seen, and asks for more before the end is reached. */
export function Rows<T>({ items, label, keyOf, row, height = 60, head, more, foot }: Props<T>): ReactElement {
  const scroll = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: items.length, getScrollElement: () => scroll.current, estimateSize: () => height, overscan: 8,
    getItemKey: (at) => { const item = items[at]; return item === undefined ? at : keyOf(item); },
  });
  const seen = rows.getVirtualItems();
  const last = seen.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && last >= items.length - 20) more();
  }, [more, last, items.length]);
  return (
    <div className={styles.scroll} ref={scroll} tabIndex={0} role="region" aria-label={label}>
      {head && <div className={styles.head} aria-hidden="true">{head}</div>}
      <div className={styles.rows} role="list" style={{ blockSize: rows.getTotalSize() }}>
        {seen.map(({ index, start, key }) => {
          const item = items[index];
          return item !== undefined && (
            <div
              key={key} className={styles.row} role="listitem" data-index={index} ref={rows.measureElement} aria-setsize={more ? -1 : items.length}
              aria-posinset={index + 1} style={{ transform: `translateY(${start}px)` }}
            >
              {row(item, index)}
            </div>
          );
        })}
      </div>
      {foot && <div className={styles.foot} role="status">{foot}</div>}
    </div>
  );
}

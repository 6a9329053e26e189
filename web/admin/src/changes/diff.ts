/** Line is a line of two texts: in both, only in the one before, or only in the one after. */
export interface Line {
  side: "both" | "before" | "after";
  text: string;
}

const most = 1_000_000; // cells of the table below

/** diff compares two texts line by line. Where they are very long and very different, all of the one stands before all of the other. */
export function diff(before: string, after: string): Line[] {
  const old = before === "" ? [] : before.split("\n"), now = after === "" ? [] : after.split("\n");
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < old.length - head && tail < now.length - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  const both = (lines: readonly string[]): Line[] => lines.map((text) => ({ side: "both", text }));
  return [...both(old.slice(0, head)), ...middle(old.slice(head, old.length - tail), now.slice(head, now.length - tail)), ...both(old.slice(old.length - tail))];
}

/** middle finds the longest sequence of lines that both have. */
function middle(old: readonly string[], now: readonly string[]): Line[] {
  const removed = (text: string): Line => ({ side: "before", text }), added = (text: string): Line => ({ side: "after", text });
  if (old.length * now.length > most) return [...old.map(removed), ...now.map(added)];
  const width = now.length + 1;
  const longest = new Uint32Array((old.length + 1) * width);
  const at = (row: number, column: number): number => longest[row * width + column] ?? 0;
  for (let row = old.length - 1; row >= 0; row--) {
    for (let column = now.length - 1; column >= 0; column--) {
      longest[row * width + column] = old[row] === now[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const lines: Line[] = [];
  for (let row = 0, column = 0; row < old.length || column < now.length; ) {
    if (row < old.length && column < now.length && old[row] === now[column]) {
      lines.push({ side: "both", text: old[row++] ?? "" });
      column++;
    } else if (row < old.length && (column === now.length || at(row + 1, column) >= at(row, column + 1))) lines.push(removed(old[row++] ?? ""));
    else lines.push(added(now[column++] ?? ""));
  }
  return lines;
}

/** written is a definition as text; nothing is written of none. */
export function written(definition: unknown): string {
  return definition === undefined || definition === null ? "" : JSON.stringify(definition, null, 2);
}

import { find, place, reveal } from "./anchor.js";
import { textOf, type Members } from "./json.js";

let tips = 0;

/** described shows a tooltip while its target, or the tooltip itself, is pointed at or has the focus; Escape hides it. */
export function described(root: HTMLElement, fields: () => Members): () => void {
  const over = new AbortController();
  let away: ReturnType<typeof setTimeout> | undefined;
  root.id ||= `fp-tooltip-${++tips}`;

  const hide = () => {
    clearTimeout(away);
    reveal(root, false);
  };
  /** The target, with the tooltip as what describes it. */
  const targetOf = () => {
    const { target } = fields();
    const at = find(target);
    const ids = at?.getAttribute("aria-describedby")?.split(" ") ?? [];
    if (at && !ids.includes(root.id)) at.setAttribute("aria-describedby", [...ids, root.id].join(" "));
    return at;
  };
  const enter = ({ target }: Event) => {
    if (!(target instanceof Node)) return;
    const at = targetOf();
    const inside = root.contains(target);
    if (!inside && !at?.contains(target)) return;
    clearTimeout(away);
    if (inside || !at) return;
    reveal(root, true);
    place(root, at.getBoundingClientRect(), textOf(fields()["placement"]) ?? "top");
  };
  const leave = ({ target }: Event) => {
    if (root.hidden || !(target instanceof Node) || !(root.contains(target) || find(fields()["target"])?.contains(target))) return;
    clearTimeout(away);
    away = setTimeout(hide, 150); // so that the pointer can get there
  };
  document.addEventListener("pointerover", enter, over);
  document.addEventListener("focusin", enter, over);
  document.addEventListener("pointerout", leave, over);
  document.addEventListener("focusout", leave, over);
  document.addEventListener("keydown", ({ key }) => key === "Escape" && !root.hidden && hide(), over);
  targetOf();
  return () => {
    over.abort();
    clearTimeout(away);
    const at = find(fields()["target"]);
    const ids = at?.getAttribute("aria-describedby")?.split(" ").filter((id) => id !== root.id);
    if (ids?.length) at?.setAttribute("aria-describedby", ids.join(" "));
    else at?.removeAttribute("aria-describedby");
  };
}

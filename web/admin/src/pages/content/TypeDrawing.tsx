import type { ReactElement } from "react";
import styles from "./Content.module.css";

/** Drawings of types on a ground of 48 by 32: where a piece stands on a page. Solid is what it is, faint is the page around it. */
const drawings: Record<string, { solid: string; faint?: string }> = {
  banner: { solid: "M4 5h40v7H4z", faint: "M4 16h24v3H4zM4 22h40v2H4zM4 26h32v2H4z" },
  hero: { solid: "M4 5h26v5H4zM4 13h18v2H4zM4 19h12v6H4z", faint: "M32 5h12v20H32z" },
  checklist: { solid: "M6 6h4v4H6zM6 14h4v4H6zM6 22h4v4H6zM14 7h24v2H14zM14 15h20v2H14zM14 23h26v2H14z" },
  email: { solid: "M8 5h32v22H8zM12 9l12 8 12-8v2L24 19 12 11z" },
  modal: { solid: "M12 7h24v18H12z", faint: "M3 3h42v26H3z" },
  survey: { solid: "M5 6h38v4H5zM6 18h5v5H6zM14 18h5v5h-5zM22 18h5v5h-5zM30 18h5v5h-5zM38 18h5v5h-5z" },
  tooltip: { solid: "M6 5h30v13H22l-4 5-4-5H6z", faint: "M10 25h16v4H10z" },
  "tour-step": { solid: "M20 5h24v17H20z", faint: "M4 5h12v8H4zM4 16h12v3H4zM4 22h12v3H4z" },
};
const other: { solid: string; faint?: string } = { solid: "M8 5h32v4H8zM8 12h32v2H8zM8 17h32v2H8zM8 22h20v2H8z" };

/** TypeDrawing is a small picture of what a content type is. */
export function TypeDrawing({ type, size = 48 }: { type: string; size?: number }): ReactElement {
  const { solid, faint } = drawings[type] ?? other;
  return (
    <svg className={styles.drawing} aria-hidden="true" width={size} height={(size * 2) / 3} viewBox="0 0 48 32">
      {faint && <path d={faint} className={styles.faint} />}
      <path d={solid} fillRule="evenodd" />
    </svg>
  );
}

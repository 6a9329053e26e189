import type { ReactElement } from "react";
import styles from "./Multiline.module.css";

/** Multiline takes code of some lines, and grows with it. */
export function Multiline({ label, value, error, placeholder, onChange, onBlur }: { label: string; value: string; error?: string | false | undefined; placeholder?: string; onChange: (text: string) => void; onBlur: () => void }): ReactElement {
  return (
    <div>
      <textarea className={styles.field} aria-label={label} aria-invalid={Boolean(error)} rows={1} dir="ltr" spellCheck={false} placeholder={placeholder} value={value} onChange={(event) => onChange(event.currentTarget.value)} onBlur={onBlur} />
      {error && <p className={styles.error} role="alert">{error}</p>}
    </div>
  );
}

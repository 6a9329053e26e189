import { useFlag } from "@fingerpost/react";
import { emptyChecklist } from "../../shared/lumen.js";

export function Checklist() {
  const { title, steps } = useFlag("welcome-checklist", emptyChecklist);
  return (
    <section className="card" data-flag="welcome-checklist">
      <h2>{title}</h2>
      <ol className="checklist">
        {steps.map((step) => (
          <li key={step} className="fresh">
            {step}
          </li>
        ))}
      </ol>
    </section>
  );
}

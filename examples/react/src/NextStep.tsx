import { useFlag } from "@fingerpost/react";
import { useWords } from "./useVisit";

/** The key makes another answer another element, so that it fades in. */
export function NextStep() {
  const step = useFlag("next-step", "Explore the templates");
  const { nextStep, steps } = useWords();
  return (
    <section className="card next" aria-live="polite">
      <h2>{nextStep}</h2>
      <p key={step} className="fresh" data-flag="next-step">
        {steps[step] ?? step}
      </p>
    </section>
  );
}

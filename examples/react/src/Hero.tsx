import { useFlag } from "@fingerpost/react";

/** The key makes another answer another element, so that it fades in. */
export function Hero() {
  const step = useFlag("next-step", "Welcome to Lumen");
  return (
    <section className="hero" aria-live="polite">
      <p className="eyebrow">Your next step</p>
      <h1 key={step} className="fresh" data-flag="next-step">
        {step}
      </h1>
    </section>
  );
}

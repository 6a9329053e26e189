import { useFlag } from "@fingerpost/react";
import { features } from "../../shared/lumen.js";
import { useWords } from "./useVisit";

export function Features() {
  const { workspace } = useWords();
  return (
    <section className="card workspace">
      <h2>{workspace}</h2>
      <ul className="features">
        {features.map((flag) => (
          <Feature key={flag} flag={flag} />
        ))}
      </ul>
    </section>
  );
}

function Feature({ flag }: { readonly flag: string }) {
  const words = useWords();
  const state = useFlag(flag, false) ? "on" : "off";
  return (
    <li data-flag={flag}>
      {words.features[flag]} <span className={state}>{words[state]}</span>
    </li>
  );
}

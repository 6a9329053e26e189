import { useFlag } from "@fingerpost/react";
import { features } from "../../shared/lumen.js";

export function Features() {
  return (
    <section className="card">
      <h2>In your workspace</h2>
      <ul className="features">
        {features.map(({ flag, name }) => (
          <Feature key={flag} flag={flag} name={name} />
        ))}
      </ul>
    </section>
  );
}

function Feature({ flag, name }: { readonly flag: string; readonly name: string }) {
  const on = useFlag(flag, false);
  return (
    <li data-flag={flag}>
      {name} <span className={on ? "on" : "off"}>{on ? "on" : "off"}</span>
    </li>
  );
}

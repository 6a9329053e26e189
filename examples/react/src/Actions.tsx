import { useTrack } from "@fingerpost/react";
import { actions } from "../../shared/lumen.js";

/** What is done here is reported, and rules read it: the answer may be another one a moment later. */
export function Actions() {
  const { track } = useTrack();
  return (
    <section className="card actions">
      <h2>Get something done</h2>
      <p>Invite somebody, or use features five times on your first day.</p>
      {actions.map(({ label, event, properties }) => (
        <button key={label} type="button" onClick={() => track(event, properties)}>
          {label}
        </button>
      ))}
    </section>
  );
}

import { actions } from "../../shared/lumen.js";
import { useDeed } from "./useDeed";
import { useWords } from "./useVisit";

export function Actions() {
  const words = useWords();
  const act = useDeed();
  return (
    <section className="card actions">
      <h2>{words.act}</h2>
      <p>{words.actHint}</p>
      {actions.map(({ word, event, properties }) => (
        <button key={word} type="button" onClick={() => act(event, properties)}>
          {words[word]}
        </button>
      ))}
    </section>
  );
}

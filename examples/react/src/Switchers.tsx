import { addressOf, languages, people } from "../../shared/lumen.js";
import { useVisit } from "./useVisit";

export function Switchers() {
  const { person, language } = useVisit();
  const { lookAs, language: inLanguage } = language.words;
  return (
    <div className="switchers">
      <nav aria-label={lookAs}>
        {people.map((one) => (
          <a key={one.name} href={addressOf(one, language)} aria-current={one === person}>
            {one.name}
          </a>
        ))}
      </nav>
      <nav aria-label={inLanguage}>
        {languages.map((one) => (
          <a key={one.locale} href={addressOf(person, one)} aria-current={one === language} lang={one.locale}>
            {one.name}
          </a>
        ))}
      </nav>
      <p>{person.about[language.locale]}</p>
    </div>
  );
}

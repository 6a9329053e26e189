import { people, type Person } from "../../shared/lumen.js";

export function PersonSwitcher({ person }: { readonly person: Person }) {
  return (
    <nav className="people" aria-label="Look at the page as">
      <ul>
        {people.map(({ name, context: { targetingKey } }) => (
          <li key={targetingKey}>
            <a href={`#${targetingKey}`} aria-current={targetingKey === person.context.targetingKey}>
              {name}
            </a>
          </li>
        ))}
      </ul>
      <p>{person.about}</p>
    </nav>
  );
}

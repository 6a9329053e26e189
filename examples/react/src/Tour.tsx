import { useFlag } from "@fingerpost/react";
import { useWords } from "./useVisit";

export function Tour() {
  const { tour } = useWords();
  if (!useFlag("guided-tour", false)) return null;
  return (
    <aside className="tour fresh" data-flag="guided-tour">
      {tour}
    </aside>
  );
}

import { Slot } from "@fingerpost/react/slots";
import { eventOfStep } from "../../shared/lumen.js";
import { useDeed } from "./useDeed";
import { useVisit } from "./useVisit";

/** Steps that wait for an event are ticked off once it was reported; here, pressing such a step does it. */
export function Checklist() {
  const { done } = useVisit();
  const act = useDeed();
  return (
    <Slot
      name="home-checklist"
      done={done}
      onAction={(action, item) => {
        const event = eventOfStep(action, item);
        if (event) act(event);
      }}
    />
  );
}

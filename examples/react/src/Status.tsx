import { useStatus } from "@fingerpost/react";
import { statusNames } from "../../shared/lumen.js";
import { useWords } from "./useVisit";

export function Status() {
  const status = useStatus();
  const { statuses } = useWords();
  return (
    <span className="status" data-status={status} role="status">
      {statuses[statusNames[status]!]}
    </span>
  );
}

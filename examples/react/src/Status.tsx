import { useStatus } from "@fingerpost/react";
import { statusNames } from "../../shared/lumen.js";

export function Status() {
  const status = useStatus();
  return (
    <span className="status" data-status={status} role="status">
      {statusNames[status]}
    </span>
  );
}

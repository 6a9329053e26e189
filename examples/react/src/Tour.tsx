import { useFlag } from "@fingerpost/react";

export function Tour() {
  if (!useFlag("guided-tour", false)) return null;
  return (
    <aside className="banner fresh" data-flag="guided-tour">
      <strong>New here?</strong> Lumen in two minutes, on your first day.
    </aside>
  );
}

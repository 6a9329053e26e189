import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { navigation } from "./navigation";

/** isTyping says whether a key belongs to a field, and not to the page. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** useKeys answers the keys that work on every page: Ctrl+K, ?, / and g with the letter of a page. */
export function useKeys(env: string, search: () => void, help: () => void): void {
  const navigate = useNavigate();
  const wentAt = useRef(-Infinity);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        search();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector('[role="dialog"]')) return;
      const page = event.timeStamp - wentAt.current < 1500 ? navigation.find((item) => item.key === event.key) : undefined;
      wentAt.current = event.key === "g" ? event.timeStamp : -Infinity;
      if (page) void navigate({ to: page.to, params: { env } });
      else if (event.key === "?") help();
      else if (event.key === "/") {
        const field = document.querySelector<HTMLInputElement>("input[type=search]");
        if (field) event.preventDefault();
        field?.focus();
      }
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [env, search, help, navigate]);
}

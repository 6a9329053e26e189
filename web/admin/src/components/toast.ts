import { notifications } from "@mantine/notifications";
import i18next from "i18next";
import { Refusal } from "../api/refusal";

/** say shows a sentence for a few seconds. */
export function say(message: string): void {
  notifications.show({ message, color: "pine", closeButtonProps: { "aria-label": i18next.t("toast.close") } });
}

/** complain shows that something was refused, with what to do about it. The same complaint is shown once. */
export function complain(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  const hint = error instanceof Refusal && error.hint ? ` ${error.hint}` : "";
  const id = `failed:${message}`;
  notifications.hide(id);
  notifications.show({ id, title: i18next.t("toast.failed"), message: message + hint, color: "brick", autoClose: 10_000, closeButtonProps: { "aria-label": i18next.t("toast.close") } });
}

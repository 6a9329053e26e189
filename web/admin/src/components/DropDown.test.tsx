import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { draw } from "../testing/draw";
import { DropDown } from "./DropDown";

it("is opened, gone through and closed by keyboard", async () => {
  const chosen = vi.fn();
  const choices = ["One", "Two", "Three"].map((text, at) => ({ text, chosen: at === 1, choose: () => chosen(text) }));
  draw(<DropDown button={{ className: undefined, label: "Numbers", children: "Two" }} groups={[{ label: "All", choices }]} />);
  const user = userEvent.setup();
  await user.tab();
  await user.keyboard("{Enter}");
  expect(document.activeElement?.textContent).toContain("Two");
  await user.keyboard("{ArrowDown}{ArrowDown}");
  expect(document.activeElement?.textContent).toContain("One");
  await user.keyboard("{Escape}");
  expect(screen.queryByRole("menu")).toBeNull();
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "Numbers" }));
  await user.keyboard("{Enter}{ArrowUp}{Enter}");
  expect(chosen.mock.calls).toEqual([["One"]]);
  expect(screen.queryByRole("menu")).toBeNull();
});

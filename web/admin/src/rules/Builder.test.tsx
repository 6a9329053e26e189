import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import i18next from "i18next";
import { useState, type ReactElement } from "react";
import { beforeAll, expect, it } from "vitest";
import { draw } from "../testing/draw";
import { vocabulary } from "../testing/vocabulary";
import { Builder } from "./Builder";
import type { Form } from "./queries";

beforeAll(() => i18next.loadNamespaces("rules"));

let now: Form;
function Held({ first }: { first: Form }): ReactElement {
  const [form, setForm] = useState(first);
  now = form;
  return <Builder form={form} vocabulary={vocabulary} change={setForm} counts={form.conditions.map(({ id, text }) => ({ id, text, members: 12, without: 34 }))} />;
}

const card = { id: "0", kind: "card", not: true, text: "seats * 2 > 5" } as const;
const segment = { id: "1", kind: "segment", not: false, text: 'segment("eu")', key: "eu" } as const;

it("keeps what no sentence can say, whatever happens beside it", async () => {
  draw(<Held first={{ match: "all", conditions: [card, segment] }} />);
  expect(screen.getByText("not (seats * 2 > 5)")).toBeTruthy();
  const user = userEvent.setup();
  await user.selectOptions(screen.getByLabelText("How it is compared"), "is not in it");
  await user.selectOptions(screen.getByLabelText("How the conditions are joined"), "at least one of these");
  expect(now.match).toBe("any");
  expect(now.conditions[0]).toEqual(card);
  expect(now.conditions[1]).toMatchObject({ kind: "segment", key: "eu", not: true, id: "1" });
  await user.click(screen.getByLabelText("Remove the condition eu"));
  await waitFor(() => expect(now.conditions).toEqual([card]));
});

it("says how many people a condition keeps", () => {
  draw(<Held first={{ match: "all", conditions: [segment] }} />);
  expect(screen.getByText("12 by itself")).toBeTruthy();
  expect(screen.getByText("34 without it")).toBeTruthy();
});

it("says that everybody is in it where there is no condition", () => {
  draw(<Held first={{ match: "all", conditions: [] }} />);
  expect(screen.getByText("Everybody")).toBeTruthy();
});

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Reporter } from "../core.js";
import type { Item } from "../slots.js";
import { behave } from "./behave.js";
import { stageOf } from "./stage.js";
import { elementOf, itemOf, rich } from "./testing.js";

const told = { track: vi.fn(), once: vi.fn(), exposures: true, person() {}, exposed() {} };
let stops: (() => void)[] = [];
const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

/** live puts an item into the page, and brings it to life. */
function live(item: Item, { events = told as Reporter, root = elementOf(item), items = [item] } = {}) {
  document.body.append(root);
  const stage = stageOf({ url: "https://flags.example.com", events });
  const onAction = vi.fn();
  stops.push(behave(root, () => ({ item, items, slot: "top", stage, onAction })));
  const press = (selector: string) => root.querySelector<HTMLElement>(selector)!.click();
  return { root, stage, onAction, press };
}

beforeEach(() => {
  vi.stubGlobal("IntersectionObserver", undefined);
  sessionStorage.clear();
});
afterEach(() => {
  stops.forEach((stop) => stop());
  stops = [];
  document.body.replaceChildren();
  told.track.mockClear();
  told.once.mockClear();
});

const banner = itemOf("banner", { body: rich('<p><a href="#x">x</a></p>'), action: "Go", dismissible: true }, { variant: "loud", locale: "de" });
const about = { slot: "top", entry: "one", variant: "loud", locale: "de" };

describe("an item", () => {
  it("reports that it was on the screen, what is pressed, and that it was closed", async () => {
    const { press, onAction, stage } = live(banner);
    press(".fp-action");
    press(".fp-body a");
    press(".fp-close span");
    await turn();
    expect(told.once.mock.calls).toEqual([["Content Viewed", about, ["top", "one", "loud"]]]);
    expect(told.track.mock.calls).toEqual([
      ["Content Clicked", { ...about, action: "action" }],
      ["Content Clicked", { ...about, action: "body" }],
      ["Content Dismissed", { ...about, action: "close" }],
    ]);
    expect(onAction.mock.calls).toEqual([["action", banner], ["body", banner]]);
    expect(stage.states.get("top/one")).toBe("closed");
  });

  it("reports nothing where nobody wants to know what was shown", async () => {
    const { press } = live(banner, { events: { ...told, exposures: false } as Reporter });
    press(".fp-action");
    press(".fp-close");
    await turn();
    expect([...told.once.mock.calls, ...told.track.mock.calls]).toEqual([]);
  });

  it("that a page shows by itself reports and closes by marks", async () => {
    const root = document.createElement("div");
    root.className = "fp-own";
    root.innerHTML = '<button data-fp="more">x</button><button data-fp="close">x</button><button id="other">x</button>';
    const { press, stage } = live(banner, { root });
    press("#other");
    press("[data-fp=more]");
    press("[data-fp=close]");
    await turn();
    expect(told.track.mock.calls.map(([event, about]) => `${event as string} ${(about as { action: string }).action}`)).toEqual(["Content Clicked more", "Content Dismissed close"]);
    expect(stage.states.get("top/one")).toBe("closed");
  });

  it("is left alone once it was taken back", async () => {
    const { press, stage } = live(banner);
    stops.pop()!();
    press(".fp-close");
    await turn();
    expect(stage.states.size).toBe(0);
  });
});

describe("a survey", () => {
  const survey = itemOf("survey", { question: "How?", follow_up: "Why?", thanks: "Thanks!" });
  const send = (root: HTMLElement) => root.dispatchEvent(new Event("submit", { cancelable: true, bubbles: true }));

  it("sends the score and the comment", async () => {
    const { root, stage } = live(survey, { events: { ...told, exposures: false } as Reporter });
    send(root);
    root.querySelectorAll("input")[9]!.checked = true;
    root.querySelector("textarea")!.value = " It works ";
    send(root);
    await turn();
    expect(told.track.mock.calls).toEqual([["Survey Answered", { entry: "one", variant: undefined, score: 9, comment: "It works" }]]);
    expect(stage.states.get("top/one")).toBe("answered");
  });

  it("without thanks is gone at once", () => {
    const { root, stage } = live(itemOf("survey", { question: "How?" }));
    root.querySelectorAll("input")[0]!.checked = true;
    send(root);
    expect(stage.states.get("top/one")).toBe("closed");
  });
});

it("a dialogue is opened, and is closed once its button was followed", async () => {
  const { root, press, stage } = live(itemOf("modal", { title: "Try", action: "Begin" }));
  expect((root as HTMLDialogElement).open).toBe(true);
  press(".fp-action");
  await turn();
  expect((root as HTMLDialogElement).open).toBe(false);
  expect(stage.states.get("top/one")).toBe("closed");
});

it("who leaves a tour leaves all of it", () => {
  const step = (entry: string) => itemOf("tour-step", { body: rich("<p>x</p>") }, { entry });
  const items = [step("one"), itemOf("hero", { title: "x" }, { entry: "two" }), step("three")];
  const { press, stage } = live(items[0]!, { items });
  press(".fp-close");
  expect([...stage.states.keys()]).toEqual(["top/one", "top/three"]);
});

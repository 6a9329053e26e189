import { OpenFeature } from "@openfeature/react-sdk";
import { act, Suspense, type ReactElement } from "react";
import { createRoot, hydrateRoot, type Root } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { answer, script, ScriptedSocket } from "../../web/src/testing.js";
import { FingerpostProvider } from "./index.js";
import { RichText, Slot, useSlot, useSuspenseSlot } from "./slots.js";

const options = { url: "https://flags.example.com", apiKey: "ck_1" };
const hero = (title: string) => [{ entry: "one", type: "hero", fields: { title, body: { html: "<p>a <b>b</b></p>", text: "a b" }, image: { src: "/a.png", srcset: "/a.png 640w" } } }];
const notice = [{ entry: "n", type: "banner", locale: "de", fields: { body: { html: "<p>Neu</p>", text: "Neu" }, dismissible: true } }];
const server = () => ScriptedSocket.last;
let root: Root | undefined;
let page: HTMLElement;

const show = (element: ReactElement) =>
  act(async () => {
    root ??= createRoot(page);
    root.render(<FingerpostProvider {...options}>{element}</FingerpostProvider>);
  });
const tell = (what: () => unknown) =>
  act(async () => {
    what();
    await vi.advanceTimersByTimeAsync(1);
  });

beforeEach(() => {
  script();
  sessionStorage.clear();
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  OpenFeature.setLogger({ error() {}, warn() {}, info() {}, debug() {} });
  page = document.body.appendChild(document.createElement("main"));
});
afterEach(async () => {
  await act(async () => root?.unmount());
  root = undefined;
  page.remove();
  await OpenFeature.clearProviders();
  vi.useRealTimers();
});

it("shows what there is instead, then the content, then each change, in the same elements", async () => {
  const error = vi.spyOn(console, "error");
  await show(<Slot name="start" level={3} fallback={<p>wait</p>} />);
  expect(page.innerHTML).toBe("<p>wait</p>");
  await tell(() => server().open().snapshot([answer("start", hero("Hello"))]));
  const title = page.querySelector("h3");
  expect(title?.textContent).toBe("Hello");
  expect(page.querySelector("img")?.getAttribute("srcset")).toBe("https://flags.example.com/a.png 640w");
  await tell(() => server().change([answer("start", hero("Bye"))]));
  expect([title?.textContent, page.querySelector("h3")]).toEqual(["Bye", title]);
  expect(error).not.toHaveBeenCalled();
});

it("is closed until the session ends", async () => {
  await show(<Slot name="top" />);
  await tell(() => server().open().snapshot([answer("top", notice)]));
  expect(page.querySelector(".fp-banner")?.getAttribute("lang")).toBe("de");
  await act(async () => page.querySelector<HTMLElement>(".fp-close")!.click());
  expect(page.innerHTML).toBe("");
  await act(async () => root?.unmount());
  root = undefined;
  await show(<Slot name="top" />);
  await tell(() => server().open().snapshot([answer("top", notice)]));
  expect(page.innerHTML).toBe("");
});

it("has components of the page show what they know", async () => {
  await show(<Slot name="start" components={{ hero: ({ item }) => <RichText value={item.fields.body} /> }} />);
  await tell(() => server().open().snapshot([answer("start", hero("Hello"))]));
  expect(page.innerHTML).toBe('<div class="fp-item fp-own"><p>a b</p></div>');
});

it("gives components what a slot has, and makes them wait if they want to", async () => {
  const Count = () => <p>{useSlot("start").length}</p>;
  const Patient = () => <b>{useSuspenseSlot("start")[0]?.entry}</b>;
  await show(<><Count /><Suspense fallback="wait"><Patient /></Suspense></>);
  expect(page.textContent).toBe("0wait");
  await tell(() => server().open().snapshot([answer("start", hero("Hello"))]));
  expect(page.textContent).toContain("1");
  expect(page.querySelector("b")?.textContent).toBe("one");
});

it("what a server rendered is taken over without a difference", async () => {
  sessionStorage.setItem("fingerpost:closed", '["top/n"]');
  const app = (
    <FingerpostProvider {...options} bootstrap={[answer("start", hero("Hello")), answer("top", notice)]}>
      <Slot name="top" /><Slot name="start" />
    </FingerpostProvider>
  );
  page.innerHTML = renderToString(app);
  expect(page.querySelector("h2")?.textContent).toBe("Hello");
  expect(page.querySelector(".fp-banner")).not.toBeNull();
  await OpenFeature.clearProviders();
  const problems = vi.fn();
  await act(async () => {
    root = hydrateRoot(page, app, { onRecoverableError: problems });
  });
  expect(problems).not.toHaveBeenCalled();
  expect(page.querySelector("h2")?.textContent).toBe("Hello");
  expect(page.querySelector(".fp-banner")).toBeNull(); // closed before, which only the browser knows
});

it("says what is missing without a provider", () => {
  expect(() => renderToString(<Slot name="start" />)).toThrow("<FingerpostProvider>");
});

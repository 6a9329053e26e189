import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createClient, type Client } from "../client.js";
import { answer, script, ScriptedSocket } from "../testing.js";
import { define, render, slot, type Flags } from "./element.js";
import { itemOf } from "./testing.js";

const url = "https://flags.example.com";
const hero = (title: string, entry = "one") => itemOf("hero", { title }, { entry });
const value = (...items: readonly object[]) => items as never;
let client: Client;
let flags: Flags;
let host: HTMLElement;

beforeEach(() => {
  script();
  sessionStorage.clear();
  client = createClient({ url, key: "ck_1" });
  flags = Object.assign(client, { url });
  host = document.body.appendChild(document.createElement("div"));
  host.innerHTML = "<p>nothing</p>";
});
afterEach(() => {
  client.close();
  host.remove();
  vi.useRealTimers();
});

it("calls with the items now, and after each change", () => {
  const heard = vi.fn();
  const stop = slot(flags, "start", heard);
  ScriptedSocket.last.open().snapshot([answer("start", value(hero("Hello")))]);
  stop();
  ScriptedSocket.last.change([answer("start", value())]);
  expect(heard.mock.calls).toEqual([[[]], [[hero("Hello")]]]);
});

it("shows what a slot has, changes what is there, and takes it away again", () => {
  const stop = render(host, flags, "start");
  expect(host.innerHTML).toBe("<p>nothing</p>");
  ScriptedSocket.last.open().snapshot([answer("start", value(hero("Hello"), hero("Second", "two")))]);
  expect(host.textContent).toBe("HelloSecond");
  const title = host.querySelector("h2");
  ScriptedSocket.last.change([answer("start", value(hero("Zero", "zero"), hero("Good morning")))]);
  expect(host.textContent).toBe("ZeroGood morning");
  expect(host.querySelectorAll("h2")[1]).toBe(title);
  ScriptedSocket.last.change([answer("start", value())]);
  expect(host.innerHTML).toBe("<p>nothing</p>");
  stop();
  ScriptedSocket.last.change([answer("start", value(hero("Late")))]);
  expect(host.innerHTML).toBe("<p>nothing</p>");
});

it("has the page show what the page wants to show", () => {
  render(host, flags, "start", { types: { hero: ({ fields }) => document.createTextNode(`own ${fields.title}`) } });
  ScriptedSocket.last.open().snapshot([answer("start", value(hero("Hello")))]);
  ScriptedSocket.last.change([answer("start", value(hero("Bye")))]);
  expect(host.innerHTML).toBe('<div class="fp-item fp-own">own Bye</div>');
});

it("is an element, whose children are there while there is nothing else", async () => {
  define(flags);
  host.innerHTML = '<fp-slot name="start" level="4"><b>wait</b></fp-slot>';
  await Promise.resolve();
  ScriptedSocket.last.open().snapshot([answer("start", value(hero("Hello")))]);
  expect(host.querySelector("fp-slot > section h4")?.textContent).toBe("Hello");
  const element = host.firstElementChild!;
  element.remove();
  expect(element.innerHTML).toBe("<b>wait</b>");
});

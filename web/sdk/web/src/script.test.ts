import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { connect } from "./script.js";
import { answer, script, ScriptedSocket, turn } from "./testing.js";

const server = () => ScriptedSocket.last;

beforeEach(() => {
  localStorage.clear();
  script();
  vi.stubGlobal("fetch", vi.fn(() => Promise.resolve(Response.json({ success: true }))));
});
afterEach(() => vi.useRealTimers());

it("a page with one script hears of a flag now and after each change, and reports", async () => {
  const page = connect({ url: "https://flags.example.com", key: "ck_1", context: { country: "DE" } });
  server().open();
  expect(server().said[0]?.context).toEqual({ targetingKey: page.anonymousId, country: "DE" });
  const heard = vi.fn();
  const stop = page.on<string>("hero", heard);
  expect(heard).not.toHaveBeenCalled();
  server().snapshot([answer("hero", "warm"), answer("menu", 3)]);
  server().change([answer("hero", "cold")]);
  page.on<number>("menu", heard);
  stop();
  server().change([answer("hero", "hot")]);
  expect(heard.mock.calls).toEqual([["warm"], ["cold"], [3]]);

  page.track("clicked");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(fetch).toHaveBeenCalledWith("https://flags.example.com/v1/batch", expect.anything());

  const before = page.anonymousId;
  page.reset();
  await turn();
  expect(server().said.at(-1)?.context.targetingKey).not.toBe(before);
  page.close();

  const next = connect({ url: "https://flags.example.com", key: "ck_1", context: { targetingKey: before } });
  expect(next.value("hero", "none")).toBe("hot");
  next.close();
});

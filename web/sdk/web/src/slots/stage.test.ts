import { beforeEach, expect, it, vi } from "vitest";
import { idOf, stageOf } from "./stage.js";

const home = () => ({ url: "https://flags.example.com" });
const id = idOf("top", { entry: "notice" });

beforeEach(() => sessionStorage.clear());

it("is the same for a home, and remembers what was closed", () => {
  const one = home();
  const stage = stageOf(one);
  expect(stageOf(one)).toBe(stage);
  const heard = vi.fn();
  const stop = stage.listen(heard);
  const before = stage.states;
  stage.set([id], "closed");
  expect(heard).toHaveBeenCalledTimes(1);
  expect([before.get(id), stage.states.get(id)]).toEqual([undefined, "closed"]);
  stop();
  stage.set(["b"], "answered");
  expect(heard).toHaveBeenCalledTimes(1);

  const next = stageOf(home());
  expect(next.states.size).toBe(0); // as on a server, until it is opened
  next.open();
  expect([...next.states]).toEqual([[id, "closed"], ["b", "closed"]]);
});

it("goes on where nothing can be stored, or something else was", () => {
  sessionStorage.setItem("fingerpost:closed", "{");
  stageOf(home()).open();
  sessionStorage.setItem("fingerpost:closed", "[1,{}]");
  vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new Error("full");
  });
  const stage = stageOf(home());
  stage.open();
  stage.set([id], "closed");
  expect([...stage.states.keys()]).toEqual([id]);
});

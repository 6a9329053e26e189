import { OpenFeature } from "@openfeature/react-sdk";
import { act, Suspense, type ReactElement } from "react";
import { createRoot, hydrateRoot, type Root } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { answer, script, ScriptedSocket } from "../../web/src/testing.js";
import { FingerpostProvider, useFlag, useFlagDetails, useSuspenseFlag } from "./index.js";

const options = { url: "https://flags.example.com", apiKey: "ck_1" };
const server = () => ScriptedSocket.last;
let root: Root | undefined;
let page: HTMLElement;

/** show renders into the page. */
async function show(element: ReactElement): Promise<void> {
  await act(async () => {
    root ??= createRoot(page);
    root.render(element);
  });
}

/** tell has the server do something, and waits until the page shows it. */
const tell = (what: () => unknown) =>
  act(async () => {
    what();
    await vi.advanceTimersByTimeAsync(1);
  });

let rendered = 0;
function Hero(): ReactElement {
  rendered++;
  return <p>{useFlag("hero", "none")}</p>;
}

beforeEach(() => {
  script();
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

describe("a page with React", () => {
  it("shows the default, then the answer, then each change, and renders for no other flag", async () => {
    await show(<FingerpostProvider {...options} context={{ targetingKey: "ada" }}><Hero /></FingerpostProvider>);
    expect(page.textContent).toBe("none");
    await tell(() => server().open().snapshot([answer("hero", "warm"), answer("menu", 1)]));
    expect(page.textContent).toBe("warm");
    await tell(() => server().change([answer("hero", "cold")]));
    expect(page.textContent).toBe("cold");
    await tell(() => server().change([answer("menu", 2)])); // React may look once more before it sees that nothing is different
    const before = rendered;
    await tell(() => server().change([answer("menu", 3)]));
    expect(rendered).toBe(before);
  });

  it("asks again for a context of other content, and only then", async () => {
    const as = (targetingKey: string) => <FingerpostProvider {...options} context={{ targetingKey }}><Hero /></FingerpostProvider>;
    await show(as("ada"));
    await tell(() => server().open().snapshot([answer("hero", "for ada")]));
    await show(as("ada"));
    expect(server().said).toHaveLength(1);
    await show(as("grace"));
    await tell(() => server().snapshot([answer("hero", "for grace")], { context: 2 }));
    expect(server().said[1]?.context).toEqual({ targetingKey: "grace" });
    expect(page.textContent).toBe("for grace");
    expect(ScriptedSocket.all).toHaveLength(1);
  });

  it("suspends until the first answers where it is asked to", async () => {
    function Patient(): ReactElement {
      return <p>{useSuspenseFlag("hero", "none")}</p>;
    }
    await show(<FingerpostProvider {...options}><Suspense fallback="wait"><Patient /></Suspense></FingerpostProvider>);
    expect(page.textContent).toBe("wait");
    await tell(() => server().open().snapshot([answer("hero", "warm")]));
    expect(page.textContent).toContain("warm");
  });

  it("tells why", async () => {
    function Why(): ReactElement {
      const { value, variant, reason } = useFlagDetails("hero", "none");
      return <p>{`${value} ${variant} ${reason}`}</p>;
    }
    await show(<FingerpostProvider {...options} bootstrap={[answer("hero", "warm")]}><Why /></FingerpostProvider>);
    expect(page.textContent).toBe("warm warm CACHED");
  });
});

it("what a server rendered is taken over without a difference, and lives on", async () => {
  const app = <FingerpostProvider {...options} bootstrap={[answer("hero", "warm")]}><Hero /></FingerpostProvider>;
  page.innerHTML = renderToString(app);
  expect(page.textContent).toBe("warm");
  await OpenFeature.clearProviders();

  const problems = vi.fn();
  await act(async () => {
    root = hydrateRoot(page, app, { onRecoverableError: problems });
  });
  expect(problems).not.toHaveBeenCalled();
  expect(page.textContent).toBe("warm");
  await tell(() => server().open().snapshot([answer("hero", "cold")]));
  expect(page.textContent).toBe("cold");
});

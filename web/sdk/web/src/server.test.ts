// @vitest-environment node
import { OpenFeature } from "@openfeature/web-sdk";
import { expect, it, vi } from "vitest";
import { createClient } from "./client.js";
import { FingerpostProvider } from "./provider.js";
import { localAnswers } from "./storage.js";
import { answer } from "./testing.js";

const options = { url: "https://flags.example.com", key: "ck_1", bootstrap: [answer("hero", "warm")], storage: localAnswers() };

it("where there is no document nothing is connected, and what came with the page is there", async () => {
  vi.stubGlobal("WebSocket", class { constructor() { throw new Error("a server renders, and does not listen"); } });
  const client = createClient(options);
  await client.ready;
  await client.update({ targetingKey: "grace" });
  expect(client.value("hero", "none")).toBe("warm");
  client.close();

  OpenFeature.setProvider(new FingerpostProvider(options));
  expect(OpenFeature.getClient().getStringValue("hero", "none")).toBe("warm");
  await OpenFeature.clearProviders();
});

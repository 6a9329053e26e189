import { test as base, type Page } from "@playwright/test";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";

/** Served is a server that runs for the tests of a worker, with the onboarding sample. */
export interface Served {
  url: string;
  setup: string;
  serverKey: string;
  adminToken: string;
}

export const owner = { name: "Ada Byron", email: "ada@example.com", password: "correct horse battery" };

const binary = process.env["FINGERPOST_BINARY"] ?? "../../bin/fingerpost";

/** start runs the server and waits until it has said where it is. */
async function start(): Promise<{ served: Served; process: ChildProcess }> {
  const process = spawn(binary, ["serve", "--demo", "--store", "mem://", "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  process.stdout.on("data", (text: Buffer) => (said += text.toString()));
  for (const patience = Date.now() + 20_000; !/\badmin +at_\S+/.test(said); ) {
    if (Date.now() > patience || process.exitCode !== null) throw new Error(`the server did not start:\n${said}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const find = (pattern: RegExp): string => pattern.exec(said)?.[1] ?? "";
  const setup = find(/(http:\S+\/admin\/setup#\S+)/);
  const served = { setup, url: new URL(setup).origin, serverKey: find(/server +(sk_\S+)/), adminToken: find(/admin +(at_\S+)/) };
  return { served, process };
}

/** people makes some who are known. */
async function people({ url, serverKey }: Served): Promise<void> {
  const countries = ["DE", "FR", "US", "GB", "JP"], plans = ["trial", "team", "enterprise"], roles = ["designer", "engineer", "founder"];
  const batch = Array.from({ length: 400 }, (_, at) => ({
    type: "identify", userId: `user-${at}`, traits: { country: countries[at % 5], plan: plans[at % 3], role: roles[at % 3], signed_up_at: new Date(Date.now() - at * 3_600_000).toISOString() },
  }));
  const response = await fetch(`${url}/v1/batch`, { method: "POST", headers: { Authorization: `Bearer ${serverKey}` }, body: JSON.stringify({ batch }) });
  if (!response.ok) throw new Error(await response.text());
}

/** setUp makes the first account, as whoever starts the server does. */
async function setUp({ url, setup }: Served): Promise<void> {
  const response = await fetch(`${url}/api/v1/setup`, {
    method: "POST", headers: { "Content-Type": "application/json", Origin: url }, body: JSON.stringify({ token: new URL(setup).hash.slice(1), ...owner }),
  });
  if (!response.ok) throw new Error(await response.text());
}

/** signIn gives the page a session. */
export async function signIn(page: Page, { url }: Served): Promise<void> {
  const response = await page.request.post(`${url}/api/v1/session`, { data: { email: owner.email, password: owner.password }, headers: { Origin: url } });
  if (!response.ok()) throw new Error(await response.text());
}

async function running(use: (served: Served) => Promise<void>, prepare: (served: Served) => Promise<void>): Promise<void> {
  const { served, process } = await start();
  try {
    await prepare(served);
    await use(served);
  } finally {
    process.kill("SIGTERM");
    if (process.exitCode === null) await once(process, "exit");
  }
}

/** test has two servers: `fresh`, on which nobody has an account, and `served`, with an owner and 400 people. Whatever a page asks of others fails it. */
export const test = base.extend<{ quiet: void }, { served: Served; fresh: Served }>({
  // eslint-disable-next-line no-empty-pattern -- that is how Playwright wants it
  fresh: [async ({}, use) => running(use, async () => undefined), { scope: "worker" }],
  // eslint-disable-next-line no-empty-pattern -- as above
  served: [
    async ({}, use) =>
      running(use, async (served) => {
        await people(served);
        await setUp(served);
      }),
    { scope: "worker" },
  ],
  quiet: [
    async ({ page }, use) => {
      const troubles: string[] = [];
      page.on("request", (request) => {
        if (!/^(http:\/\/127\.0\.0\.1:|data:|blob:)/.test(request.url())) troubles.push(`asks ${request.url()}`);
      });
      page.on("console", (message) => {
        if (message.type() === "error" && !/status of (401|403|404|409|422)|^Blocked script execution in 'about:srcdoc'/.test(message.text())) troubles.push(message.text());
      });
      page.on("pageerror", (error) => troubles.push(error.message));
      await use();
      if (troubles.length > 0) throw new Error(`the page is in trouble:\n${troubles.join("\n")}`);
    },
    { auto: true },
  ],
});
export { expect } from "@playwright/test";

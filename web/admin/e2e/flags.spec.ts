import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, signIn, test, type Served } from "./server";

/** published makes one of an environment's definitions what it is for a test, as automation does. */
async function publish({ url, adminToken }: Served, env: string, key: string, value: unknown): Promise<void> {
  const response = await fetch(`${url}/api/v1/environments/${env}/changes`, {
    method: "POST", headers: { Authorization: `Bearer ${adminToken}`, "Content-Type": "application/json" }, body: JSON.stringify({ message: `Set ${key}`, changes: [{ kind: "flag", key, value }] }),
  });
  if (!response.ok) throw new Error(await response.text());
}

async function drop({ url, adminToken }: Served, env: string): Promise<void> {
  const headers = { Authorization: `Bearer ${adminToken}` };
  const { drafts } = (await (await fetch(`${url}/api/v1/environments/${env}/drafts`, { headers })).json()) as { drafts: { id: string; state: string }[] };
  for (const { id, state } of drafts) if (state === "open" || state === "scheduled") await fetch(`${url}/api/v1/environments/${env}/drafts/${id}`, { method: "DELETE", headers });
}

const banner = { type: "string", description: "What stands on top", variants: { warm: "Hello", cool: "Hi", none: "" }, targeting: [{ name: "germans", when: 'country == "DE"', serve: "warm" }], default: "none" };

/** looks at a page light and dark, wide and narrow. */
async function looks(page: Page, name: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const [size, viewport] of Object.entries({ wide: { width: 1440, height: 900 }, narrow: { width: 400, height: 800 } })) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize(viewport);
      await page.screenshot({ path: `shots/${name}-${colorScheme}-${size}.png`, fullPage: true });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary}`).join("\n")}`)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), "the page is wider than its window").toBeLessThanOrEqual(0);
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}

test.beforeEach(async ({ page, served }) => {
  await drop(served, "production");
  await signIn(page, served);
});

test("a flag is made, given to some people in shares, reviewed, published and taken back", async ({ page, served }) => {
  await page.goto(`${served.url}/admin/production/flags`);
  await page.getByRole("button", { name: "New flag" }).first().click();
  await page.getByLabel("Key", { exact: true }).fill("Summer sale!");
  await page.getByText("Text", { exact: true }).last().click();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("heading", { name: "summer-sale" })).toBeVisible();

  await page.getByRole("button", { name: "Add a rule" }).click();
  await page.getByLabel("Name of the rule").fill("Germans");
  await page.getByLabel("The rule as an expression").fill('country == "DE"');
  await page.getByText("Shares", { exact: true }).first().click();
  await page.getByLabel("Share of new, %").fill("20");
  await page.getByLabel("Share of new, %").blur();
  await expect(page.getByLabel("Share of old, %")).toHaveValue("80 %");
  await expect(page.getByText("Saved in your changes")).toBeVisible();

  await page.getByLabel("Attribute").selectOption("country");
  await page.getByLabel("country: Value").fill("DE");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page.getByText("They fall into this share.")).toBeVisible();
  await expect(page.getByText("With your changes.")).toBeVisible();
  await looks(page, "flag-edited");

  await page.getByRole("link", { name: /Your changes/ }).click();
  await expect(page.getByText("Can be new, old; everybody else gets old.")).toBeVisible();
  await expect(page.getByText("There are no problems.")).toBeVisible();
  await page.getByLabel("What changes, in a sentence").fill("Begin the summer sale");
  await page.getByRole("button", { name: "Publish now in production" }).click();
  await page.getByRole("link", { name: "See the revision" }).click();
  await expect(page.getByRole("heading", { name: "Begin the summer sale" })).toBeVisible();

  await page.getByRole("button", { name: "Undo this release" }).click();
  await expect(page.getByRole("dialog").getByText("Deleted")).toBeVisible();
  await page.getByRole("button", { name: /^Go back to/ }).click();
  await expect(page.getByText("Deleted").first()).toBeVisible();
  await page.goto(`${served.url}/admin/production/flags/summer-sale`);
  await expect(page.getByText("There is no flag summer-sale")).toBeVisible();
});

test("who switches is counted before a change is published, and before it is rolled back", async ({ page, served }) => {
  await publish(served, "production", "banner", banner);
  await page.goto(`${served.url}/admin/production/flags/banner`);
  await page.getByRole("group", { name: "What they get: Everybody else" }).getByLabel("Variant", { exact: true }).selectOption("cool");
  await expect(page.getByText("Saved in your changes")).toBeVisible();
  await page.getByRole("link", { name: /Your changes/ }).click();
  await expect(page.getByText("Everybody else gets cool instead of none.")).toBeVisible();
  await expect(page.getByText("320 of 400 known people (80%) get something else.")).toBeVisible();
  await page.getByRole("button", { name: "What is written differently" }).click();
  await expect(page.getByText('+ "default": "cool"', { exact: false })).toBeVisible();
  await looks(page, "review");
  await page.getByRole("button", { name: "Publish now in production" }).click();
  await page.getByRole("link", { name: "See the revision" }).click();
  await page.getByRole("button", { name: "Undo this release" }).click();
  await expect(page.getByRole("dialog").getByText("320 people")).toBeVisible();
  await looks(page, "rollback");
});

test("rules change places with the arrow keys, and it is said where they are now", async ({ page, served }) => {
  await publish(served, "production", "banner", { ...banner, targeting: [...banner.targeting, { name: "teams", when: 'plan == "team"', serve: "cool" }] });
  await page.goto(`${served.url}/admin/production/flags/banner`);
  const handle = page.getByRole("button", { name: "Move teams", exact: true });
  await handle.focus();
  await page.keyboard.press("ArrowUp");
  await expect(page.getByText("teams is now 1 of 2.")).toBeAttached();
  await expect(handle).toBeFocused();
  await page.getByRole("button", { name: "Move teams down" }).click();
  await expect(page.getByText("teams is now 2 of 2.")).toBeAttached();
});

test("where somebody has published meanwhile, both versions are shown and one is taken", async ({ page, served }) => {
  await publish(served, "production", "banner", banner);
  await page.goto(`${served.url}/admin/production/flags/banner`);
  await page.getByRole("switch", { name: "The flag is on" }).click();
  await expect(page.getByText("Saved in your changes")).toBeVisible();
  await publish(served, "production", "banner", { ...banner, default: "warm" });
  await page.getByRole("link", { name: /Your changes/ }).click();
  await expect(page.getByText("Somebody has published something here meanwhile")).toBeVisible();
  await looks(page, "moved");
  await page.getByRole("button", { name: "Keep mine" }).click();
  await expect(page.getByText(/Made on top of revision \d+, the newest/)).toBeVisible();
  await expect(page.getByText("Is switched off.")).toBeVisible();
  await page.waitForLoadState("networkidle");
  await publish(served, "production", "other", { type: "boolean", variants: { on: true, off: false }, default: "on" });
  await page.getByRole("button", { name: "Publish now in production" }).click();
  await expect(page.getByText(/has published revision \d+ meanwhile/)).toBeVisible();
  await page.getByRole("button", { name: "Look again" }).click();
  await page.getByRole("button", { name: "Publish now in production" }).click();
  await expect(page.getByRole("link", { name: "See the revision" })).toBeVisible();
});

test("what is scheduled stands under releases until it is taken back; the log is intact", async ({ page, served }) => {
  await publish(served, "production", "banner", banner);
  await page.goto(`${served.url}/admin/production/flags/banner`);
  await page.getByRole("switch", { name: "The flag is on" }).click();
  await expect(page.getByText("Saved in your changes")).toBeVisible();
  await page.getByRole("link", { name: /Your changes/ }).click();
  await page.getByText("At a time").click();
  await page.getByRole("button", { name: "Schedule" }).click();
  await page.getByRole("link", { name: "See releases" }).click();
  await expect(page.getByText(/Will be published on/)).toBeVisible();
  await page.getByRole("button", { name: "Take back" }).click();
  await expect(page.getByText(/Will be published on/)).toBeHidden();
  await page.getByRole("button", { name: "Verify the log" }).click();
  await expect(page.getByText(/Intact: \d+ revisions/)).toBeVisible();
});

test("a flag is compared with another environment, and copied there", async ({ page, served }) => {
  await fetch(`${served.url}/api/v1/environments`, { method: "POST", headers: { Authorization: `Bearer ${served.adminToken}`, "Content-Type": "application/json" }, body: JSON.stringify({ name: "staging" }) });
  await publish(served, "production", "banner", banner);
  await page.goto(`${served.url}/admin/production/flags/banner`);
  await page.getByRole("button", { name: "Copy to staging" }).click();
  await expect(page.getByText("It is in your changes for staging.")).toBeVisible();
  await expect(page.getByText("The same in staging")).toBeVisible();
  await page.getByRole("link", { name: "Review them" }).click();
  await expect(page.getByText("problem keeps this from being published")).toBeVisible(); // staging knows no country
  await drop(served, "staging");
});

test("where others have to approve, somebody else does, and then it is published", async ({ page, served, browser }) => {
  const headers = { Authorization: `Bearer ${served.adminToken}`, "Content-Type": "application/json" };
  const send = async (method: string, path: string, body: unknown): Promise<{ token?: string }> => {
    const response = await fetch(`${served.url}/api/v1${path}`, { method, headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(await response.text());
    return (await response.json()) as { token?: string };
  };
  await publish(served, "production", "banner", banner);
  await send("PUT", "/environments/production/settings", { approvals: 1 });
  await page.goto(`${served.url}/admin/production/flags/banner`);
  await page.getByRole("switch", { name: "The flag is on" }).click();
  await expect(page.getByText("Saved in your changes")).toBeVisible();
  await page.getByRole("link", { name: /Your changes/ }).click();
  await expect(page.getByText("Somebody who may publish and has changed nothing here has to approve it.", { exact: false })).toBeVisible();
  await expect(page.getByRole("button", { name: "Publish now in production" })).toBeDisabled();

  const { token } = await send("POST", "/invitations", { email: "grace@example.com", roles: { "*": "publisher" } });
  const other = await browser.newContext();
  const colleague = await other.newPage();
  const accepted = await colleague.request.post(`${served.url}/api/v1/invitations/accept`, { data: { token, name: "Grace Hopper", password: "another long passphrase" }, headers: { Origin: served.url } });
  expect(accepted.ok()).toBe(true);
  await colleague.goto(`${served.url}/admin/production/review`);
  await colleague.getByRole("link", { name: "Changes of Ada Byron" }).click();
  await expect(colleague.getByText("these are changes of Ada Byron", { exact: false })).toBeVisible();
  await colleague.getByLabel("Comment").fill("Looks right");
  await colleague.getByRole("button", { name: "Approve" }).click();
  await expect(colleague.getByText("It is approved.")).toBeVisible();
  await looks(colleague, "approved");
  await colleague.getByRole("button", { name: "Take my approval back" }).click();
  await colleague.getByRole("button", { name: "Approve" }).click();
  await expect(colleague.getByText("It is approved.")).toBeVisible();
  await other.close();

  await page.reload();
  await expect(page.getByText("Grace Hopper")).toBeVisible();
  await page.getByRole("button", { name: "Publish now in production" }).click();
  await expect(page.getByRole("link", { name: "See the revision" })).toBeVisible();
  await send("PUT", "/environments/production/settings", { approvals: 0 });
});

test("ten thousand flags are browsed and searched", async ({ page, served }) => {
  const headers = { Authorization: `Bearer ${served.adminToken}`, "Content-Type": "application/json" };
  await fetch(`${served.url}/api/v1/environments`, { method: "POST", headers, body: JSON.stringify({ name: "many" }) });
  const changes = Array.from({ length: 10_000 }, (_, at) => ({ kind: "flag", key: `flag-${String(at).padStart(5, "0")}`, value: { type: "boolean", enabled: at % 2 === 0, variants: { on: true, off: false }, default: "off" } }));
  const made = await fetch(`${served.url}/api/v1/environments/many/changes`, { method: "POST", headers, body: JSON.stringify({ message: "Many", changes }) });
  expect(made.ok).toBe(true);
  await page.goto(`${served.url}/admin/many/flags`);
  await expect(page.getByText("10,000 flags")).toBeVisible();
  expect(await page.getByRole("listitem").count()).toBeLessThan(60);
  await page.getByRole("list").locator("..").evaluate((frame) => frame.scrollTo(0, frame.scrollHeight));
  await expect(page.getByText("flag-09999")).toBeVisible();
  await page.getByRole("searchbox", { name: "Search flags" }).fill("FLAG-0123");
  await expect(page.getByText("10 flags")).toBeVisible();
  await page.getByRole("radiogroup", { name: "State" }).getByText("Off").click();
  await expect(page.getByText("5 flags")).toBeVisible();
});

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

  await page.getByRole("link", { name: /Your changes/ }).click();
  await expect(page.getByText("Can be new, old; everybody else gets old.")).toBeVisible();
  await expect(page.getByText("Everything can be published.")).toBeVisible();
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
  await page.getByRole("button", { name: "Publish now in production" }).click();
  await page.getByRole("link", { name: "See the revision" }).click();
  await page.getByRole("button", { name: "Undo this release" }).click();
  await expect(page.getByRole("dialog").getByText("320 people")).toBeVisible();
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
  await page.getByRole("button", { name: "Keep mine" }).click();
  await expect(page.getByText("Everything can be published.")).toBeVisible();
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
  await page.getByRole("link", { name: "Review them" }).click();
  await expect(page.getByText("problem keeps this from being published")).toBeVisible(); // staging knows no country
  await drop(served, "staging");
});

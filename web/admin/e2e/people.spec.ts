import { expect, owner, signIn, test, type Served } from "./server";

const vector = '"><img src=x onerror=alert(1)>';

/** report sends calls as a server does. */
async function report({ url, serverKey }: Served, ...batch: Record<string, unknown>[]): Promise<void> {
  const response = await fetch(`${url}/v1/batch`, { method: "POST", headers: { Authorization: `Bearer ${serverKey}` }, body: JSON.stringify({ batch }) });
  if (!response.ok) throw new Error(await response.text());
}

test.beforeEach(async ({ page, served }) => {
  page.on("dialog", () => { throw new Error("a script that somebody sent has run"); });
  await signIn(page, served);
});

test("somebody is invited: the link is shown once, and opens", async ({ page, served, browser }) => {
  await page.goto(`${served.url}/admin/production/settings`);
  await page.getByRole("button", { name: "Invite somebody" }).click();
  await page.getByLabel("E-mail address").fill("invited@example.com");
  await page.getByLabel("In all environments").selectOption("editor");
  await page.getByRole("button", { name: "Make the link" }).click();
  const link = await page.getByTestId("secret").innerText();
  expect(link).toContain("/admin/invitation#");
  await page.getByRole("button", { name: "I have kept it" }).click();
  await expect(page.getByText("invited@example.com")).toBeVisible();
  const other = await (await browser.newContext()).newPage();
  await other.goto(link);
  await expect(other.getByText(`${owner.name} invites you`)).toBeVisible();
  await other.getByLabel("Your name").fill(vector);
  await other.getByRole("textbox", { name: "Password" }).fill("another long password");
  await other.getByRole("button", { name: "Begin" }).click();
  await other.waitForURL(/production|staging/);
  await other.goto(`${served.url}/admin/production/settings`);
  await expect(other.getByText("Accounts are the administrators' business")).toBeVisible();
  await other.context().close();
  await page.reload();
  await expect(page.getByText(vector)).toBeVisible();
  expect(await page.locator('img[src="x"]').count()).toBe(0);
});

test("a key is shown once, and is deleted after its name was typed", async ({ page, served }) => {
  await page.goto(`${served.url}/admin/production/settings/keys`);
  await page.getByRole("button", { name: "Make a key" }).click();
  await page.getByLabel("What it is for").fill("checkout");
  await page.getByRole("dialog").getByRole("button", { name: "Make a key" }).click();
  expect(await page.getByTestId("secret").innerText()).toMatch(/^ck_/);
  await page.getByRole("button", { name: "I have kept it" }).click();
  await page.getByRole("button", { name: "Delete: checkout" }).click();
  const remove = page.getByRole("dialog").getByRole("button", { name: "Delete" });
  await expect(remove).toBeDisabled();
  await page.getByLabel("Type checkout to confirm").fill("checkout");
  await remove.click();
  await expect(page.getByText("The key is deleted.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Delete: checkout" })).toHaveCount(0);
});

test("an attribute is declared in the draft, and taken back", async ({ page, served }) => {
  await page.goto(`${served.url}/admin/production/settings/attributes`);
  await page.getByRole("button", { name: "New attribute" }).click();
  await page.getByLabel("Name").fill("9lives");
  await expect(page.getByText("Begin with a letter")).toBeVisible();
  await page.getByLabel("Name").fill("favourite_colour");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("What it is for").fill(vector);
  await page.getByLabel("Client keys may set it").check();
  await expect(page.getByText("Saved in your changes")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Client keys may set it")).toBeChecked();
  expect(await page.locator('img[src="x"]').count()).toBe(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("There is nothing called favourite_colour")).toBeVisible();
});

test("whatever people send stays text, on every page about them", async ({ page, served }) => {
  await report(served, { type: "identify", userId: vector, traits: { first_name: vector, [vector]: vector } }, { type: "track", userId: vector, event: vector, properties: { [vector]: vector } });
  await page.goto(`${served.url}/admin/production/profiles`);
  await page.getByRole("searchbox").fill(vector);
  await page.getByRole("link", { name: vector }).click();
  await expect(page.getByRole("heading", { level: 1, name: vector })).toBeVisible();
  await page.locator("summary").first().click();
  expect(await page.locator('img[src="x"]').count()).toBe(0);
});

test("what somebody got is decided again, and they are erased once their name is typed", async ({ page, served }) => {
  await report(served, { type: "identify", userId: "leaving", traits: { role: "designer", plan: "trial" } });
  await page.goto(`${served.url}/admin/production/profiles`);
  await page.getByRole("searchbox").fill("leaving");
  await page.getByRole("link", { name: "leaving" }).click();
  await page.getByLabel("Flag").selectOption("next-step");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(page.getByText(/revision 1/).first()).toBeVisible();
  await page.getByRole("button", { name: "Erase" }).click();
  await page.getByLabel("Type leaving to confirm").fill("leaving");
  await page.getByRole("dialog").getByRole("button", { name: "Erase" }).click();
  await expect(page.getByText("They are forgotten")).toBeVisible();
  await page.getByRole("searchbox").fill("leaving");
  await expect(page.getByText("Nobody is called leaving")).toBeVisible();
});

test("a failed event is repaired; the others are deleted", async ({ page, served }) => {
  await report(served, ...[1, 2, 3].map((at) => ({ type: "track", userId: `user-${at}`, event: "feature_used", properties: { minutes: `many ${vector}` } })));
  await page.goto(`${served.url}/admin/production/events/failed`);
  await page.getByRole("button", { name: /^Repair/ }).first().click();
  const field = page.getByLabel("The event as it was sent");
  await field.fill("{");
  await expect(page.getByRole("button", { name: "Send again" })).toBeDisabled();
  await field.fill(JSON.stringify({ type: "track", userId: "user-3", event: "feature_used", properties: { minutes: "still" } }));
  await page.getByRole("button", { name: "Send again" }).click();
  await expect(page.getByText("It failed again:")).toBeVisible();
  await field.fill(JSON.stringify({ type: "track", userId: "user-3", event: "feature_used", properties: { minutes: 3 } }));
  await page.getByRole("button", { name: "Send again" }).click();
  await expect(page.getByText("It is accepted")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Repair/ })).toHaveCount(2);
  await page.getByRole("button", { name: "Send all again" }).click();
  await expect(page.getByText("0 accepted, 2 failed again.")).toBeVisible();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByLabel("Type production to confirm").fill("production");
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("Nothing has failed")).toBeVisible();
});

test("a change shows up live, with its cause; a pause holds what comes", async ({ page, served }) => {
  await page.goto(`${served.url}/admin/production/live`);
  await expect(page.getByText("Nothing has changed since you came")).toBeVisible();
  const made = await page.request.post(`${served.url}/api/v1/keys`, { data: { kind: "client", environment: "production", name: "live" }, headers: { Origin: served.url } });
  const { secret } = (await made.json()) as { secret: string };
  await page.evaluate(async (key) => {
    const socket = new WebSocket(`${location.origin.replace("http", "ws")}/updates?key=${key}&userId=listener`);
    await new Promise((resolve, reject) => { socket.onmessage = resolve; socket.onerror = reject; });
  }, secret);
  await report(served, { type: "identify", userId: "listener", traits: { role: "designer", plan: "trial", signed_up_at: new Date().toISOString() } });
  await expect(page.getByRole("listitem").first()).toContainText(/ms/);
  await page.screenshot({ path: "shots/live-with-changes.png", fullPage: true });
  await page.getByRole("button", { name: "Pause" }).click();
  await report(served, { type: "identify", userId: "listener", traits: { role: "engineer" } });
  await expect(page.getByText(/wait/).first()).toBeVisible();
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(page.getByText("Paused")).toHaveCount(0);
});

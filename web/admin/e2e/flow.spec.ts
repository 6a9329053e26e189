import type { Page } from "@playwright/test";
import { expect, owner, signIn, test } from "./server";

/** fill signs somebody in. */
async function fill(page: Page): Promise<void> {
  await page.getByLabel("Password", { exact: true }).fill(owner.password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

test("the first person makes an account, and is inside", async ({ page, fresh }) => {
  await page.goto(fresh.setup);
  await page.getByLabel("Your name").fill(owner.name);
  await page.getByLabel("E-mail address").fill(owner.email);
  await page.getByLabel("Password", { exact: true }).fill("short");
  await page.getByRole("button", { name: "Make the account" }).click();
  await expect(page.getByText("Use 10 characters or more.")).toBeVisible();
  await page.getByLabel("Password", { exact: true }).fill(owner.password);
  await page.getByRole("button", { name: "Make the account" }).click();
  await expect(page.getByRole("heading", { name: "Good to see you, Ada" })).toBeVisible();
});

test("whoever is not signed in is led to where they wanted to go", async ({ page, served }) => {
  await page.goto(`${served.url}/admin/production/segments/eu`);
  await expect(page).toHaveURL(/\/admin\/signin\?to=/);
  await page.getByLabel("E-mail address").fill(owner.email);
  await page.getByLabel("Password", { exact: true }).fill("wrong password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await fill(page);
  await expect(page).toHaveURL(/\/admin\/production\/segments\/eu$/);
  await expect(page.getByRole("heading", { name: "eu", exact: true })).toBeVisible();
});

test("sentences and expression follow each other, and sizes follow both", async ({ page, served }) => {
  await signIn(page, served);
  await page.goto(`${served.url}/admin/production/segments`);
  await page.getByRole("button", { name: "New segment" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("German teams");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("heading", { name: "german-teams" })).toBeVisible();
  const source = page.getByRole("textbox", { name: "The rule as an expression" });

  await page.getByRole("button", { name: "Add a condition" }).click();
  await page.getByRole("option", { name: "country" }).click();
  await page.getByRole("combobox", { name: "Value" }).or(page.getByRole("textbox", { name: "Value" })).fill("DE");
  await page.keyboard.press("Enter");
  await expect(source).toHaveText('country in ["DE"]');
  await expect(page.getByText("20% of 400 known people")).toBeVisible();

  await source.fill('country in ["DE"] && plan == "team" && event_count("feature_used") * 2 > 4');
  await expect(page.getByText("Written as an expression")).toBeVisible();
  await expect(page.getByText("No sentence says this.")).toBeVisible();
  await page.getByRole("button", { name: /Remove the condition event_count/ }).click();
  await expect(source).toHaveText('country in ["DE"] && plan == "team"');
  await expect(page.getByText("80 by itself")).toBeVisible();
  await expect(page.getByText("Saved in your changes")).toBeVisible();
});

test("a mistake is shown at once, and put right with one click", async ({ page, served }) => {
  await signIn(page, served);
  await page.goto(`${served.url}/admin/production/segments/us`);
  const source = page.getByRole("textbox", { name: "The rule as an expression" });
  await source.fill('country = "US"');
  const typed = Date.now();
  await expect(page.getByText(/"=" is not an operator/).first()).toBeVisible();
  expect(Date.now() - typed, "milliseconds until the mistake was shown").toBeLessThan(1500); // 250 on a quiet machine
  await page.getByRole("button", { name: "Change to “==”" }).click();
  await expect(source).toHaveText('country == "US"');
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Saved in your changes")).toBeHidden();
});

test("what is typed survives a session that ends, and a reload", async ({ page, served }) => {
  await signIn(page, served);
  await page.goto(`${served.url}/admin/production/segments/eu`);
  const about = page.getByRole("textbox", { name: "What it is for" });
  await expect(about).toBeVisible();
  await page.context().clearCookies();
  await page.context().addCookies([{ name: "fingerpost-session", value: "over", url: served.url }]);
  await about.fill("Typed when the session was over");
  await expect(page.getByRole("dialog", { name: "Please sign in again" })).toBeVisible();
  await page.reload();
  await page.getByLabel("E-mail address").fill(owner.email);
  await fill(page);
  await expect(about).toHaveValue("Typed when the session was over");
  await expect(page.getByText("Saved in your changes")).toBeVisible();

  await page.context().clearCookies();
  await page.context().addCookies([{ name: "fingerpost-session", value: "over", url: served.url }]);
  await about.fill("Typed once more");
  const dialog = page.getByRole("dialog", { name: "Please sign in again" });
  await expect(dialog).toBeVisible();
  await fill(page);
  await expect(dialog).toBeHidden();
  await expect(about).toHaveValue("Typed once more");
  await expect(page.getByText("Saved in your changes")).toBeVisible();
});

test("two people who edit the same see both", async ({ page, browser, served }) => {
  await signIn(page, served);
  await page.goto(`${served.url}/admin/production/segments/first-day`);
  const about = page.getByRole("textbox", { name: "What it is for" });
  await about.fill("First");
  await expect(page.getByText("Saved in your changes")).toBeVisible();
  const other = await browser.newPage();
  await signIn(other, served);
  await other.goto(`${served.url}/admin/production/segments/first-day`);
  await other.getByRole("textbox", { name: "What it is for" }).fill("From another window");
  await expect(other.getByText("Saved in your changes")).toBeVisible();
  await about.fill("From this window");
  await expect(page.getByText(/has changed first-day at the same time/)).toBeVisible();
  await page.getByRole("button", { name: "Keep mine" }).click();
  await expect(page.getByText("Saved in your changes")).toBeVisible();
  await other.close();
});

test("changes are published together", async ({ page, served }) => {
  await signIn(page, served);
  await page.goto(`${served.url}/admin/production/segments/on-trial`);
  await page.getByRole("textbox", { name: "What it is for" }).fill("People who try it out");
  await expect(page.getByText("Saved in your changes")).toBeVisible();
  await page.getByRole("link", { name: /Your changes/ }).click();
  await expect(page.getByRole("heading", { name: "Review and publish" })).toBeVisible();
  await page.getByRole("textbox", { name: "What changes, in a sentence" }).fill("Say what segments are for");
  await page.getByRole("button", { name: "Publish now in production" }).click();
  await expect(page.getByText(/This is revision \d+ now/)).toBeVisible();
  await page.goto(`${served.url}/admin/production`);
  await expect(page.getByText("Say what segments are for")).toBeVisible();
});

test("the console speaks German, and one jumps with keys", async ({ page, served }) => {
  await signIn(page, served);
  await page.goto(`${served.url}/admin/production`);
  await page.getByRole("button", { name: /Your account/ }).click();
  await page.getByRole("menuitemradio", { name: "Deutsch" }).click();
  await expect(page.getByRole("heading", { name: "Schön, dass Sie da sind, Ada" })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await expect(page.getByRole("heading", { name: "Segmente" })).toBeVisible();
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("combobox")).toBeFocused();
  await page.keyboard.type("first");
  await expect(page.getByRole("option", { name: /first-day/ })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/segments\/first-day$/);
});

import { expect, signIn, test } from "./server";

const vectors = ['<img src=x onerror="top.hacked=1">', "<script>top.hacked=1</script>", "[x](javascript:top.hacked=1)", '"><svg onload=top.hacked=1>', "{{ constructor | default: '<img src=x onerror=top.hacked=1>' }}"];

test("what is typed shows up beside it, and is kept", async ({ page, served }) => {
  await signIn(page, served);
  await page.goto(`${served.url}/admin/production/content/welcome`);
  const title = page.getByRole("textbox", { name: "Title, English" });
  await title.press("End");
  await page.keyboard.type(" and begin");
  await expect(page.frameLocator('iframe[title="Preview"]').getByRole("heading")).toHaveText("Welcome to Lumen, good to have you and begin");
  await expect(page.getByText("Saved in your changes")).toBeVisible();
  await page.reload();
  await expect(title).toContainText("and begin");
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(title).not.toContainText("and begin");
});

test("scripts that are typed into texts do nothing", async ({ page, served }) => {
  await signIn(page, served);
  await page.goto(`${served.url}/admin/production/content/welcome`);
  for (const name of ["Title, English", "Body, English", "Action, English"]) {
    const field = page.getByRole("textbox", { name, exact: true });
    for (const vector of vectors) {
      await field.fill(vector);
      await page.waitForTimeout(500);
    }
  }
  for (const vector of vectors) await page.getByRole("textbox", { name: "Note" }).fill(vector);
  await page.getByRole("textbox", { name: "Link", exact: true }).fill("javascript:top.hacked=1");
  await page.waitForTimeout(900);
  expect(await page.locator('iframe:not([sandbox=""])').count()).toBe(0);
  expect(await page.evaluate(() => "hacked" in window)).toBe(false);
  expect(await page.locator("main img[src=x], main svg[onload]").count()).toBe(0);
  await page.getByRole("button", { name: "Undo", exact: true }).click();
});

test("experiences change places with the arrow keys, and a preview follows", async ({ page, served }) => {
  await signIn(page, served);
  await page.goto(`${served.url}/admin/production/slots/home-hero`);
  await page.getByRole("button", { name: "Move designers" }).press("ArrowDown");
  await expect(page.getByRole("textbox", { name: "Name of experience 2" })).toHaveValue("designers");
  await expect(page.getByText("Saved in your changes")).toBeVisible();
  await page.locator("h1").click();
  await page.keyboard.press("p");
  await expect(page.getByRole("dialog")).toContainText("What everybody else sees");
  await page.getByRole("button", { name: "Why? home-hero" }).click();
  await expect(page.getByRole("region", { name: "home-hero" })).toContainText('It would match if this held: role == "engineer"');
});

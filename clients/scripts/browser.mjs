// Runs the scenario with a library in a page: node browser.mjs LIBRARY URL KEY USER PAGE
// PAGE is the address of a page of another origin that has the scenario and the libraries.
import { chromium } from 'playwright-core';

const [, , name, url, key, user, page] = process.argv;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'],
});
try {
  const tab = await (await browser.newContext()).newPage();
  const problems = [];
  tab.on('pageerror', (error) => problems.push(String(error)));
  tab.on('console', (message) => { if (message.type() === 'error') problems.push(message.text()); });
  await tab.goto(`${page}/page.html?library=${name}`);
  const result = await tab.evaluate(
    async ({ url, key, user }) => (await globalThis.ready).run({ url, key }, user),
    { url, key, user },
  );
  // Leaving a page while a call is on its way must not lose the call.
  await tab.evaluate(() => globalThis.leave());
  await tab.goto('about:blank');
  console.log(JSON.stringify({ ...result, problems }));
} finally {
  await browser.close();
}

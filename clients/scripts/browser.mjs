// Plays the scenario with a library in a page: node browser.mjs TASK, which is JSON of the type task in clients_test.go.
// Its "page" is the address of another origin that has the scenario and the libraries.
import { chromium } from 'playwright-core';
import { settled } from './scenario.mjs';

const task = JSON.parse(process.argv[2]);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'],
});
try {
  const tab = await (await browser.newContext()).newPage();
  const problems = [];
  tab.on('pageerror', (error) => problems.push(String(error)));
  tab.on('console', (message) => { if (message.type() === 'error') problems.push(`${message.text()} ${message.location().url}`); });
  const resent = task.resend ? sendsAgain(tab) : undefined;
  await tab.goto(`${task.page}/page.html`);
  const { decided } = await tab.evaluate((task) => globalThis.play(task), task);
  await resent;

  // Somebody who comes back is still known, and what happens right before they leave is not lost.
  await tab.reload();
  const returned = tab.waitForResponse((response) => messagesOf(response.request()).includes('"returned"'));
  await tab.evaluate((task) => globalThis.comeBack(task), task);
  if (!task.leaves) {
    await returned;
    console.log(JSON.stringify({ decided, problems }));
  } else {
    returned.catch(() => {}); // the page may be gone before
    await tab.click('a');
    await tab.waitForURL('**/away.html');
    console.log(JSON.stringify({ decided, gone: await settled(task, 'gone', 'on'), problems }));
  }
} finally {
  await browser.close();
}

/** messagesOf returns the text of what is reported, empty where nothing is. */
function messagesOf(request) {
  return request.method() === 'POST' && request.url().startsWith(task.url) ? request.postData() ?? '' : '';
}

/** sendsAgain resolves once a message was sent a second time, and answered. */
function sendsAgain(tab) {
  const seen = new Set();
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('the library sent nothing again')), 30_000).unref();
    tab.on('request', (request) => {
      const ids = new Set(Array.from(messagesOf(request).matchAll(/"messageId":"([^"]+)"/g), ([, id]) => id));
      for (const id of ids) {
        if (seen.has(id)) request.response().then(resolve, reject);
        seen.add(id);
      }
    });
  });
}

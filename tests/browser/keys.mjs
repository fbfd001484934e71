// Works on the page of a response by keyboard:
//
//   node tests/browser/keys.mjs BASE-URL --cookie NAME=VALUE PATH KEY…
//
// Types each key on the page, waits for the answer of the form that it sends, and prints one JSON object a key:
// {"key","status","proposals","message","focus"}. A key that sends nothing within five seconds, and an error in the console, is exit 1.

import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';

const require = createRequire(path.join(import.meta.dirname, '../../assets/package.json'));
const { chromium } = require('playwright-core');

const { values: options, positionals: [base, where, ...keys] } = parseArgs({
  allowPositionals: true,
  options: {
    cookie: { type: 'string' },
    browser: { type: 'string', default: process.env.CHROMIUM ?? '/usr/bin/chromium' },
  },
});

const browser = await chromium.launch({ executablePath: options.browser, args: process.getuid() === 0 ? ['--no-sandbox'] : [] });
const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
const cut = options.cookie.indexOf('=');
await context.addCookies([{ name: options.cookie.slice(0, cut), value: options.cookie.slice(cut + 1), url: base }]);
const page = await context.newPage();
let failed = false;
page.on('pageerror', (error) => {
  failed = true;
  console.error(error.message);
});
await page.goto(new URL(where, base).href, { waitUntil: 'load' });
for (const key of keys) {
  const sent = page.waitForResponse((answer) => answer.request().method() === 'POST', { timeout: 5000 });
  const replaced = page.evaluate(() => new Promise((done, fail) => {
    document.addEventListener('desk:put', () => done(), { once: true });
    setTimeout(() => fail(new Error('the answer was not put on the page')), 10000);
  }));
  replaced.catch(() => {});
  // Tab with a name presses a button by its words, as a person does who has no shortcut for it.
  const named = key.startsWith('button:');
  if (named) {
    await page.getByRole('button', { name: key.slice('button:'.length) }).first().focus();
    await page.keyboard.press('Enter');
  } else {
    await page.keyboard.type(key);
  }
  const answer = await sent.catch(() => null);
  if (!answer) {
    failed = true;
    console.error(`${key} sent nothing`);
    break;
  }
  if (answer.status() < 400 || answer.status() === 422) await replaced;
  const seen = await page.evaluate(() => ({
    proposals: document.querySelectorAll('.proposals .what').length,
    message: document.querySelector('#message')?.innerText ?? null,
    focus: document.activeElement === document.body ? null : document.activeElement.id || document.activeElement.innerText,
  }));
  console.log(JSON.stringify({ key, status: answer.status(), ...seen }));
}
await browser.close();
process.exit(failed ? 1 : 0);

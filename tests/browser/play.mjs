// Plays somebody who works at the desk by keyboard only:
//
//   node tests/browser/play.mjs BASE-URL --cookie NAME=VALUE PATH KEY…
//
// Presses each key as playwright names it, one after the other, as soon as the page shows what the one before did, and prints one JSON
// object: {"presses","acts":[{"key","milliseconds"}],"moves":[…],"opens":[…],"median","path","message"}. An act's time is from the key to
// the answer on the page, as the browser measures it; a move's is to the next frame. Some KEYs are none: `goto:PATH` opens a page,
// `reload` opens it anew, `wait:SELECTOR` waits for something, `says:TEXT` for what the page says at its foot, `type:TEXT` types,
// `select:TEXT` selects a stretch of the text as a finger does, `tap:SELECTOR` touches something and waits for its act (with --touch, on
// a tablet), `send:KEY` presses a key whose act is not waited for, `offline` and `online` take the connection away and give it back, `logout` and
// `login` the login. An error on the page is exit 1.

import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';

const require = createRequire(path.join(import.meta.dirname, '../../assets/package.json'));
const { chromium } = require('playwright-core');

const { values: options, positionals: [base, where, ...keys] } = parseArgs({
  allowPositionals: true,
  options: {
    cookie: { type: 'string' },
    shot: { type: 'string' },
    touch: { type: 'boolean', default: false },
    browser: { type: 'string', default: process.env.CHROMIUM ?? '/usr/bin/chromium' },
  },
});

const browser = await chromium.launch({ executablePath: options.browser, args: process.getuid() === 0 ? ['--no-sandbox'] : [] });
const context = await browser.newContext(options.touch ? { viewport: { width: 1024, height: 768 }, hasTouch: true } : { viewport: { width: 1280, height: 900 } });
const cut = options.cookie.indexOf('=');
await context.addCookies([{ name: options.cookie.slice(0, cut), value: options.cookie.slice(cut + 1), url: base }]);
const page = await context.newPage();
let failed = false;
page.on('pageerror', (error) => {
  failed = true;
  console.error(error.message);
});
// What the page itself sees: when a key went down, when an answer was on the page, when a frame followed.
await context.addInitScript(() => {
  globalThis.seen = { down: 0, put: 0, puts: 0, frame: 0 };
  document.addEventListener('keydown', () => {
    seen.down = performance.now();
    requestAnimationFrame(() => setTimeout(() => { seen.frame = performance.now(); }));
  }, true);
  document.addEventListener('desk:put', () => {
    requestAnimationFrame(() => setTimeout(() => { seen.put = performance.now(); seen.puts += 1; }));
  });
});
let sending = 0;
page.on('request', (request) => { if (request.method() === 'POST') sending += 1; });

const opened = () => page.evaluate(() => performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd);
const result = { presses: 0, acts: [], moves: [], opens: [] };
const STEPS = {
  reload: () => page.reload({ waitUntil: 'load' }),
  says: (text) => page.waitForFunction((wanted) => document.querySelector('#say')?.textContent.includes(wanted), text, { timeout: 10000 }),
  type: (text) => page.keyboard.type(text),
  select: (text) => page.evaluate((wanted) => {
    const walker = document.createTreeWalker(document.querySelector('#reading .reading'), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.data.indexOf(wanted);
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + wanted.length);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      return;
    }
    throw new Error(`${wanted} is not there`);
  }, text),
  tap: async (selector) => {
    const before = await page.evaluate(() => seen.puts);
    await page.tap(selector);
    await page.waitForFunction((puts) => seen.puts > puts, before, { timeout: 10000 });
  },
  send: (key) => page.keyboard.press(key),
  offline: () => context.setOffline(true),
  online: () => context.setOffline(false),
  logout: () => context.clearCookies({ name: options.cookie.slice(0, cut) }),
  login: () => context.addCookies([{ name: options.cookie.slice(0, cut), value: options.cookie.slice(cut + 1), url: base }]),
};
page.on('dialog', (dialog) => dialog.accept());
await page.goto(new URL(where, base).href, { waitUntil: 'load' });
for (const key of keys) {
  if (key.startsWith('goto:')) {
    await page.goto(new URL(key.slice(5), base).href, { waitUntil: 'load' });
    result.opens.push(Math.round(await opened()));
    continue;
  }
  if (key.startsWith('wait:')) {
    await page.waitForSelector(key.slice(5), { timeout: 10000, state: 'attached' });
    continue;
  }
  const [what, ...rest] = key.split(':');
  if (Object.hasOwn(STEPS, what)) {
    await STEPS[what](rest.join(':'));
    continue;
  }
  result.presses += 1;
  const before = { sending, puts: await page.evaluate(() => seen.puts), url: page.url() };
  const moved = page.waitForURL((url) => url.href !== before.url, { waitUntil: 'load', timeout: 700 }).then(() => true, () => false);
  await page.keyboard.press(key);
  // What sends nothing at once and leads nowhere is a move.
  await page.waitForTimeout(30);
  if (sending > before.sending) {
    await page.waitForFunction((puts) => seen.puts > puts, before.puts, { timeout: 10000, polling: 10 });
    const took = await page.evaluate(() => seen.put - seen.down);
    result.acts.push({ key, milliseconds: Math.round(took * 10) / 10 });
  } else if (['Enter', 'n', 'i'].includes(key) && await moved) {
    result.opens.push(Math.round(await opened()));
  } else {
    const took = await page.evaluate(() => seen.frame - seen.down);
    result.moves.push({ key, milliseconds: Math.round(took * 10) / 10 });
  }
}
const times = result.acts.map((one) => one.milliseconds).sort((a, b) => a - b);
result.median = times[Math.floor(times.length / 2)] ?? null;
result.path = new URL(page.url()).pathname;
result.message = await page.evaluate(() => document.querySelector('#message')?.innerText ?? null);
if (options.shot) await page.screenshot({ path: options.shot });
console.log(JSON.stringify(result));
await browser.close();
process.exit(failed ? 1 : 0);

// What script/bench desk measures: logs in, plays the three responses by keyboard, and prints what the browser measured. play.mjs does
// the same for keys of one's own; here the connection, the login and the browser stay warm, as they are for somebody who works all day.

import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';

const require = createRequire(path.join(import.meta.dirname, '../../assets/package.json'));
const { chromium } = require('playwright-core');
const { values: options, positionals: [base] } = parseArgs({
  allowPositionals: true,
  options: Object.fromEntries(['login', 'inbox', 'eight', 'none', 'long'].map((name) => [name, { type: 'string' }])),
});

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: process.getuid() === 0 ? ['--no-sandbox'] : [] });
const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
await context.addInitScript(() => {
  globalThis.seen = { down: 0, put: 0, puts: 0, frame: 0 };
  const frame = (then) => requestAnimationFrame(() => setTimeout(() => then(performance.now())));
  document.addEventListener('keydown', () => { seen.down = performance.now(); frame((now) => { seen.frame = now; }); }, true);
  document.addEventListener('desk:put', () => frame((now) => { seen.put = now; seen.puts += 1; }));
});
const page = await context.newPage();
let posts = 0;
page.on('request', (request) => { if (request.method() === 'POST') posts += 1; });
await page.goto(options.login, { waitUntil: 'load' });
const button = page.locator('main form button');
if (await button.count()) {
  await button.first().click();
  await page.waitForLoadState('load');
}

const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
function told(name, times, extra = '') {
  const sorted = [...times].sort((a, b) => a - b).map((one) => Math.round(one * 10) / 10);
  console.log(`${name}: ${sorted.length} times, median ${at(sorted, 0.5)} ms, 95 % ${at(sorted, 0.95)} ms, slowest ${sorted.at(-1)} ms${extra}`);
}

/** Presses a key; how long until its act is on the page, or until the next frame. */
async function press(key) {
  const before = { posts, puts: await page.evaluate(() => seen.puts) };
  await page.keyboard.press(key);
  await page.waitForTimeout(25);
  if (posts > before.posts) {
    await page.waitForFunction((puts) => seen.puts > puts, before.puts, { polling: 10 });
    return { act: await page.evaluate(() => seen.put - seen.down) };
  }
  return { move: await page.evaluate(() => seen.frame - seen.down) };
}

async function play(keys) {
  const took = { acts: [], moves: [] };
  for (const key of keys) {
    const { act, move } = await press(key);
    if (act === undefined) took.moves.push(move);
    else took.acts.push(act);
  }
  return took;
}

/** From the inbox: down to the response, and in. The keys are counted. */
async function into(number) {
  await page.goto(new URL(`${options.inbox}?arbejde=new&kategori=`, base).href, { waitUntil: 'load' });
  await page.fill('#q', number);
  await page.press('#q', 'Enter');
  await page.waitForURL(/q=/, { waitUntil: 'load' });
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/svar\//, { waitUntil: 'load' });
  return 2;
}

const opened = () => page.evaluate(() => performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd);

let keys = await into(options.eight);
const eight = ['3', '6', '4', '2', '7', '5', '8', '9'].flatMap((theme) => ['ArrowRight', theme, 's', ...(['6', '9'].includes(theme) ? ['2'] : [])]);
eight.push('l', 'Enter', 'l', 'Enter', 'g');
keys += eight.length;
const first = await play(eight);
told('eight paragraphs, acts', first.acts, `; ${keys} keys from the inbox to signed off`);
told('eight paragraphs, moves', first.moves);

keys = await into(options.none) + 2;
const none = await play(['b', 'g']);
told('no remarks, acts', none.acts, `; ${keys} keys from the inbox to signed off`);

// 500 passages on the long one, as forms of the page send them.
const long = new URL(`/sekretariat/${options.inbox.split('/')[2]}/svar/${options.long}`, base).href;
await page.goto(long, { waitUntil: 'load' });
await page.evaluate(async () => {
  const form = new FormData(document.querySelector('#act'));
  const theme = document.querySelector('.theme').value;
  for (const para of [...document.querySelectorAll('#reading .para')].slice(0, 500)) {
    const { text, start, end } = para.dataset;
    const fields = new URLSearchParams({ csrf: form.get('csrf'), filter: '', ved: '', text, start, end, theme });
    await fetch(document.querySelector('#act').action, { method: 'POST', body: fields, redirect: 'manual' });
  }
});
const opens = [];
for (let time = 0; time < 7; time += 1) {
  await page.goto(long, { waitUntil: 'load' });
  opens.push(await opened());
}
const size = await page.evaluate(() => [document.querySelectorAll('#reading .para').length, document.querySelectorAll('#reading .hl').length, document.documentElement.outerHTML.length]);
told('100,000 characters, opened', opens, `; ${size[0]} paragraphs, ${size[1]} marked stretches, ${Math.round(size[2] / 1000)} kB of HTML`);
const moves = await play(Array.from({ length: 60 }, (_, one) => ['ArrowDown', 'ArrowRight', 'u'][one % 3]));
told('100,000 characters, moves', moves.moves);
const acts = await play(Array.from({ length: 20 }, (_, one) => ['ArrowRight', '4'][one % 2]));
told('100,000 characters, acts', acts.acts);
await browser.close();

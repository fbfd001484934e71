// Looks at pages with a real browser:
//
//   node tests/browser/check.mjs BASE-URL [--cookie NAME=VALUE] [--shots FOLDER] [--limit-kb 100] PATH…
//
// For each path: axe (WCAG 2.0–2.2 A and AA) at 1280 and 360 px, with and without JavaScript; nothing to scroll sideways at
// 320 px; no error in the console and no file missing; what a first visit transfers; a picture of each in FOLDER.
// One JSON object a page on standard output: {"path","status","bytes","requests","problems":[…]}. Exit 1 when a page has problems.

import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';

const require = createRequire(path.join(import.meta.dirname, '../../assets/package.json'));
const { chromium } = require('playwright-core');
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

const { values: options, positionals: [base, ...paths] } = parseArgs({
  allowPositionals: true,
  options: {
    cookie: { type: 'string', multiple: true, default: [] },
    shots: { type: 'string' },
    'limit-kb': { type: 'string', default: '0' },
    browser: { type: 'string', default: process.env.CHROMIUM ?? '/usr/bin/chromium' },
  },
});
if (!base || paths.length === 0) {
  console.error('usage: check.mjs BASE-URL [--cookie NAME=VALUE] [--shots FOLDER] [--limit-kb N] PATH…');
  process.exit(2);
}
const limit = Number(options['limit-kb']) * 1000;

/** A new context is a new visitor: nothing cached. Runs `look` on the open page and gives what it returned and what went wrong. */
async function visit(browser, address, { width, javaScript }, look) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: 'reduce' });
  await context.addCookies(options.cookie.map((cookie) => {
    const cut = cookie.indexOf('=');
    return { name: cookie.slice(0, cut), value: cookie.slice(cut + 1), url: base };
  }));
  const page = await context.newPage();
  const problems = [];
  page.on('console', (message) => {
    // A page that answers 422 or 404 says so in the console too; its own status is the caller's matter.
    if (message.type() === 'error' && message.location().url !== address) problems.push(`console: ${message.text().slice(0, 300)}`);
  });
  page.on('pageerror', (error) => problems.push(`script: ${error.message}`));
  page.on('requestfailed', (request) => problems.push(`not fetched: ${request.url()}`));
  page.on('response', (response) => {
    if (response.status() >= 400 && response.url() !== address) problems.push(`${response.status()}: ${response.url()}`);
  });
  const session = await context.newCDPSession(page);
  const transferred = { bytes: 0, requests: 0 };
  await session.send('Network.enable');
  session.on('Network.loadingFinished', (event) => {
    transferred.bytes += event.encodedDataLength;
    transferred.requests += 1;
  });
  // Off only while the page loads: axe needs it, and has to look at what is there without.
  await session.send('Emulation.setScriptExecutionDisabled', { value: !javaScript });
  const answer = await page.goto(address, { waitUntil: 'load' });
  await session.send('Emulation.setScriptExecutionDisabled', { value: false });
  const found = await look(page, session);
  await context.close();
  return { status: answer.status(), problems, transferred, found };
}

/** By the debugger, which a content security policy does not stop, also where the page's own scripts are off. */
async function evaluate(session, expression) {
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value;
}

async function axe(session) {
  await evaluate(session, `${AXE};0`);
  return evaluate(session, `(async () => {
    const closed = [...document.querySelectorAll('details:not([open])')];
    closed.forEach((it) => { it.open = true; });
    const { violations } = await axe.run({ runOnly: ${JSON.stringify(RULES)} });
    closed.forEach((it) => { it.open = false; });
    return violations.map((it) => it.id + ': ' + it.nodes.slice(0, 3).map((node) => node.target.join(' ') + ' '
      + (node.any[0] ?? node.all[0] ?? node.none[0])?.message).join(' | '));
  })()`);
}

function sideways(session) {
  return evaluate(session, `(() => {
    const root = document.documentElement;
    const over = root.scrollWidth - root.clientWidth;
    if (over <= 0) return [];
    const wide = [...document.querySelectorAll('body *')].filter((it) => it.getBoundingClientRect().right > root.clientWidth + 1);
    return [over + ' px too wide: ' + wide.slice(0, 4).map((it) => it.tagName.toLowerCase() + '.' + it.className).join(', ')];
  })()`);
}

async function shot(page, name) {
  if (options.shots) await page.screenshot({ path: path.join(options.shots, name), fullPage: true });
}

async function check(browser, where) {
  const address = new URL(where, base).href;
  const name = where.replace(/^\/+|\/+$/g, '').replace(/[^\p{L}\p{N}]+/gu, '-') || 'forside';
  const problems = new Set();
  let first;
  for (const javaScript of [true, false]) {
    for (const width of [1280, 360]) {
      const label = `${width} px${javaScript ? '' : ' without JavaScript'}`;
      const seen = await visit(browser, address, { width, javaScript }, async (page, session) => {
        await shot(page, `${name}-${width}${javaScript ? '' : '-nojs'}.png`);
        return axe(session);
      });
      first ??= seen;
      for (const problem of [...seen.problems, ...seen.found]) problems.add(`${label}: ${problem}`);
    }
  }
  const narrow = await visit(browser, address, { width: 320, javaScript: true }, (_, session) => sideways(session));
  for (const problem of narrow.found) problems.add(`320 px: ${problem}`);
  if (limit && first.transferred.bytes > limit) problems.add(`${first.transferred.bytes} bytes on the first visit`);
  return { path: where, status: first.status, ...first.transferred, problems: [...problems] };
}

if (options.shots) mkdirSync(options.shots, { recursive: true });
const browser = await chromium.launch({ executablePath: options.browser, args: process.getuid() === 0 ? ['--no-sandbox'] : [] });
let failed = false;
for (const where of paths) {
  const result = await check(browser, where);
  failed ||= result.problems.length > 0;
  console.log(JSON.stringify(result));
}
await browser.close();
process.exit(failed ? 1 : 0);

// What script/bench memo measures: logs in, writes points until there are 300, and opens the memo again and again. Prints what the browser
// measured, from asking to the page being there (DOMContentLoaded), and how much of it was the server's answer.

import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';

const require = createRequire(path.join(import.meta.dirname, '../../assets/package.json'));
const { chromium } = require('playwright-core');
const { values: options, positionals: [base] } = parseArgs({
  allowPositionals: true,
  options: { login: { type: 'string' }, memo: { type: 'string' }, points: { type: 'string', default: '300' }, times: { type: 'string', default: '20' } },
});

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: process.getuid() === 0 ? ['--no-sandbox'] : [] });
const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
await page.goto(options.login, { waitUntil: 'load' });
const button = page.locator('main form button');
if (await button.count()) {
  await button.first().click();
  await page.waitForLoadState('load');
}
await page.goto(base + options.memo, { waitUntil: 'load' });
const made = await page.evaluate(async ({ memo, wanted }) => {
  const remark = 'Kommunen foreslår, at der holdes korte statusmøder på hvert specialområde, så konkrete forløb, ventetider og kommende behov kan tages op, mens de er aktuelle. ';
  const comment = 'Administrationen er enig i, at møderne skal være tættere på hverdagen. Det skrives ind i planen, at de holdes to gange om året med deltagelse af dem, der arbejder med forløbene. ';
  const there = document.querySelectorAll('.memo-table tbody tr').length;
  const sections = [...new DOMParser().parseFromString(await (await fetch(`${memo}/punkter/ny`)).text(), 'text/html').querySelectorAll('#section option')].map((one) => one.value);
  const names = ['A1', 'A2', 'A3', 'A4', 'B1', 'B2', 'C1', 'C2', 'D1', 'D2', 'E1', 'E2', 'G1', 'G2'];
  const csrf = document.querySelector('input[name="csrf"]').value;
  for (let at = there; at < wanted; at += 1) {
    const fields = new URLSearchParams({
      csrf, remark: remark.repeat(2), comment: comment.repeat(2), disposition: at % 3 ? 'partly' : 'accepted', state: 'for_comment',
      section: sections[at % sections.length], references: `${names[at % names.length]}, ${names[(at + 5) % names.length]}`, change_page: at % 4 ? '' : `Side ${at % 60}`,
    });
    const answer = await fetch(`${memo}/punkter`, { method: 'POST', body: fields });
    if (!answer.ok) throw new Error(`${answer.status} at ${at}`);
  }
  return wanted - there;
}, { memo: options.memo, wanted: Number(options.points) });
const opened = [];
const answered = [];
let bytes = 0;
for (let at = 0; at < Number(options.times); at += 1) {
  await page.goto(base + options.memo, { waitUntil: 'load' });
  const seen = await page.evaluate(() => {
    const it = performance.getEntriesByType('navigation')[0];
    return { open: it.domContentLoadedEventEnd, answer: it.responseEnd - it.requestStart, bytes: it.decodedBodySize, rows: document.querySelectorAll('.memo-table tbody tr').length };
  });
  if (seen.rows !== Number(options.points)) throw new Error(`${seen.rows} points`);
  opened.push(seen.open);
  answered.push(seen.answer);
  bytes = seen.bytes;
}
const at = (times, share) => [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(0);
console.log(`${options.points} points (${made} written now), ${(bytes / 1000).toFixed(0)} kB: open in median ${at(opened, 0.5)} ms, 95 % ${at(opened, 0.95)} ms; the answer alone median ${at(answered, 0.5)} ms`);
await browser.close();

// Chooses each receipt on the page of the verifier, and prints what it says: answer, reference, steps that hold, and whether anything was sent.

import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(path.join(import.meta.dirname, '../../assets/package.json'));
const { chromium } = require('playwright-core');
const [page_, ...receipts] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: process.getuid() === 0 ? ['--no-sandbox'] : [] });
for (const receipt of receipts) {
  const page = await browser.newPage();
  let posts = 0;
  page.on('request', (request) => { if (request.method() === 'POST') posts += 1; });
  page.on('pageerror', (error) => console.error(error));
  await page.goto(page_, { waitUntil: 'load' });
  await page.setInputFiles('#file', receipt);
  await page.click('#check button[type=submit]');
  await page.waitForSelector('#answer:not([hidden])');
  const told = await page.evaluate(() => {
    const shown = (selector) => [...document.querySelectorAll(selector)].filter((one) => !one.hidden);
    return {
      answer: shown('[data-answer]').map((one) => one.dataset.answer).join(' '),
      reference: document.querySelector('[data-reference]').textContent,
      fits: shown('[data-fits]').length,
      steps: document.querySelectorAll('[data-step]').length,
      focus: document.activeElement.id,
    };
  });
  if (told.focus !== 'result') console.error(`focus is on ${told.focus}`);
  console.log(`${told.answer} ${told.reference} ${told.fits} of ${told.steps}, posts: ${posts}`);
  await page.close();
}
await browser.close();

// Draws a box over the first page of a file with the mouse, and with a finger, and covers it.
//
//   node draw.mjs BASE --cookie NAME=VALUE PATH
//
// Each line that it prints: who drew, the four edges that the form then had, where the keyboard is, and where the form led.

import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(path.join(import.meta.dirname, '../../assets/package.json'));
const { chromium } = require('playwright-core');

const [base, , cookie, page] = process.argv.slice(2);
const [name, value] = cookie.split('=');
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });

/** Drags from a tenth of the way across and eight tenths down to the middle and nine tenths. */
async function draw(by, options) {
  const context = await browser.newContext(options);
  await context.addCookies([{ name, value, url: base }]);
  const tab = await context.newPage();
  const errors = [];
  tab.on('pageerror', (error) => errors.push(error.message));
  await tab.goto(base + page);
  const finger = tab.locator('.draw-here');
  if (by === 'finger') await finger.click();
  const picture = tab.locator('.page-picture').first();
  await picture.scrollIntoViewIfNeeded();
  const events = [['pointerdown', 0.1, 0.8], ['pointermove', 0.3, 0.85], ['pointermove', 0.5, 0.9], ['pointerup', 0.5, 0.9]];
  await picture.evaluate((it, [all, type]) => {
    const box = it.getBoundingClientRect();
    it.setPointerCapture = () => {};
    for (const [kind, across, down] of all) {
      it.dispatchEvent(new PointerEvent(kind, {
        bubbles: true, cancelable: true, isPrimary: true, button: 0, pointerId: 1, pointerType: type,
        clientX: box.left + box.width * across, clientY: box.top + box.height * down,
      }));
    }
  }, [events, by === 'finger' ? 'touch' : 'mouse']);
  const edges = await tab.evaluate(() => ['left', 'top', 'right', 'bottom'].map((edge) => document.querySelector(`.box-form [name=${edge}]`).value));
  const focus = await tab.evaluate(() => document.activeElement?.name ?? '');
  const shown = await tab.locator('.page-picture .drawing').count();
  await tab.locator('.box-form button[type=submit]').first().click();
  await tab.waitForLoadState();
  console.log(JSON.stringify({ by, edges, focus, shown, errors, led: new URL(tab.url()).pathname + new URL(tab.url()).hash }));
  await context.close();
}

await draw('mouse', { viewport: { width: 1280, height: 900 } });
await draw('finger', { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
await browser.close();

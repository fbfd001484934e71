// Where an act goes: a sentence, several, a paragraph, a finding, or what is selected by mouse or touch. Places are code points of the text.

import { $, $$ } from './page.js';

let first = null; // id of the sentence where the keyboard is
let last = null; // id of the sentence that the place ends with
let spot = null; // a finding, with its own span

/** Whether it is read: not within something that is folded. Asked of the folds, since to ask the page where it stands takes long in a long text. */
const isRead = (one) => !one.closest('#reading details:not([open])');
export const sentences = () => $$('#reading .s').filter(isRead);
export const current = () => (first ? document.getElementById(first) : null);
const final = () => (last ? document.getElementById(last) : current());

/** The sentences from the first to the last. */
function between() {
  const [start, end] = [current(), final()];
  if (!start) return [];
  if (!end || start === end) return [start];
  const all = $$('#reading .s');
  const [a, b] = [all.indexOf(start), all.indexOf(end)];
  return all.slice(Math.min(a, b), Math.max(a, b) + 1);
}

/** Shows the place on the page. */
export function show(scroll) {
  for (const one of $$('#reading .now')) one.classList.remove('now');
  for (const one of $$('#reading .para.active')) one.classList.remove('active');
  const chosen = between();
  for (const one of spot ? spotPieces() : chosen) one.classList.add('now');
  const here = final();
  here?.closest('.para')?.classList.add('active');
  if (scroll) (spotPieces()[0] ?? here)?.scrollIntoView({ block: 'nearest' });
}

function set(start, end, found = null) {
  first = start?.id ?? null;
  last = end?.id ?? null;
  spot = found;
  window.getSelection()?.removeAllRanges();
}

/** A click: the keyboard goes on from there. */
export function click(sentence) {
  first = sentence.id;
  last = null;
  spot = null;
  show(false);
}

export function begin() {
  const chosen = $('#reading .para.active .s');
  if (chosen) first = chosen.id;
  show(false);
}

/** The next or previous sentence. */
export function step(by) {
  const all = sentences();
  const here = all.indexOf(final());
  const next = here < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + by, 0), all.length - 1);
  if (all[next]) set(all[next], null);
  show(true);
}

/** Takes one sentence more, or one less, of the same text. */
export function extend(by) {
  const all = sentences();
  const here = all.indexOf(final());
  if (here < 0) return step(by);
  const next = all[Math.min(Math.max(here + by, 0), all.length - 1)];
  if (next.closest('.para').dataset.text !== current().closest('.para').dataset.text) return;
  last = next.id;
  spot = null;
  show(true);
}

/** The whole paragraph: this one, or the next or previous one. */
export function paragraph(by) {
  const all = $$('#reading .para').filter((one) => isRead(one) && $('.s', one));
  const here = all.indexOf(final()?.closest('.para'));
  const next = all[here < 0 ? 0 : Math.min(Math.max(here + by, 0), all.length - 1)];
  if (!next) return;
  const inside = $$('.s', next);
  set(inside[0], inside.at(-1));
  show(true);
}

export function nextUnmarked() {
  const all = sentences().filter((one) => !one.closest('.fold'));
  const here = all.indexOf(final());
  const order = [...all.slice(here + 1), ...all.slice(0, Math.max(here, 0))];
  const next = order.find((one) => !one.classList.contains('marked'));
  if (next) set(next, null);
  show(true);
}

/** The next thing that looks private; false when there is none. */
export function nextFound() {
  const all = $$('#reading [data-f]').filter(isRead);
  if (!all.length) return false;
  const from = spotPieces()[0] ?? current();
  const later = all.find((one) => !from || (from !== one && from.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING && one.dataset.f !== spot?.f));
  const next = later ?? all[0];
  const [start, end] = next.dataset.f.split('-').map(Number);
  const sentence = next.closest('.s') ?? next.closest('.para')?.querySelector('.s');
  const text = next.closest('.para').dataset.text;
  set(sentence, null, { text, start, end, ground: next.dataset.ground, f: next.dataset.f });
  show(true);
  return true;
}

function spotPieces() {
  return spot ? $$(`#reading .para[data-text="${CSS.escape(spot.text)}"] [data-f="${CSS.escape(spot.f)}"]`) : [];
}

/** The ground that a finding is hidden on; none elsewhere. */
export const foundGround = () => (spot && spotPieces().length ? spot.ground : null);

export function leaveSpot() {
  spot = null;
  show(false);
}

const codePoints = (text) => [...text].length;

/** The place in the text of a point of a selection; null outside the text. */
function offset(node, inside) {
  let holder = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  let before = 0;
  if (node.nodeType === Node.TEXT_NODE) {
    before = codePoints(node.data.slice(0, inside));
  } else if (!holder.matches('[data-at]')) {
    // Between elements: the first stretch at or behind the point.
    const next = holder.childNodes[inside] ?? holder.lastChild;
    const element = next?.nodeType === Node.ELEMENT_NODE ? next : next?.parentElement;
    const stretch = element?.matches?.('[data-at]') ? element : element?.querySelector?.('[data-at]');
    return stretch ? Number(stretch.dataset.at) : null;
  } else if (inside > 0) {
    before = codePoints(holder.textContent);
  }
  holder = holder.closest('[data-at]');
  return holder ? Number(holder.dataset.at) + before : null;
}

/** What is selected by mouse or touch: a span of one text, or null. */
function selected() {
  const selection = window.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const para = (node) => (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest('.para');
  const [start, end] = [para(range.startContainer), para(range.endContainer) ?? para(range.startContainer)];
  if (!start || !end || start.dataset.text !== end.dataset.text) return null;
  const from = offset(range.startContainer, range.startOffset) ?? Number(start.dataset.start);
  const to = offset(range.endContainer, range.endOffset) ?? Number(end.dataset.end);
  return from < to ? { text: start.dataset.text, start: from, end: to } : null;
}

// A finger on the panel may take the selection away before its click comes.
let held = null;
document.addEventListener('pointerdown', (event) => { held = event.target.closest?.('#panel') ? selected() : null; }, true);

/** What the next act is for: the selection, a finding, else the sentences. */
export function place() {
  const span = selected() ?? held;
  held = null;
  if (span) return span;
  if (spot && spotPieces().length) return { text: spot.text, start: spot.start, end: spot.end };
  const chosen = between();
  if (!chosen.length) return null;
  const [start, end] = [chosen[0], chosen.at(-1)];
  return { text: start.closest('.para').dataset.text, start: Number(start.dataset.start), end: Number(end.dataset.end) };
}

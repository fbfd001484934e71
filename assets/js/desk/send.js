// Acts are sent one after the other, each as its form would be, and the answer is put on the page. Nothing that was done is lost: when
// the connection, the server or the login is gone, what is not sent yet waits (also through a reload) and is sent when it is back.

import { $, $$, say, words } from './page.js';
import { show } from './place.js';

const WAIT_MILLISECONDS = 2000;
const store = `desk:${location.pathname}`;

let queue = [];
let busy = false;
let wake = null;

try { queue = JSON.parse(sessionStorage.getItem(store) ?? '[]'); } catch { queue = []; }

function keep() {
  try {
    if (queue.length) sessionStorage.setItem(store, JSON.stringify(queue.map(({ action, fields }) => ({ action, fields }))));
    else sessionStorage.removeItem(store);
  } catch { /* a full or closed store: it is kept in memory */ }
}

export const isWaiting = () => queue.length > 0;

/** Sends an act; the promise says whether it was done. */
export function send(action, fields) {
  return new Promise((resolve) => {
    queue.push({ action, fields, resolve });
    keep();
    drain();
  });
}

const pause = () => new Promise((resolve) => {
  wake = resolve;
  setTimeout(resolve, WAIT_MILLISECONDS);
});

/** Sends what waits. */
export async function drain() {
  if (busy) return;
  busy = true;
  while (queue.length) {
    const one = queue[0];
    const came = await trySend(one);
    if (came === 'offline' || came === 'login') {
      say(words(came).replace('#', String(queue.length)));
      await pause();
      continue;
    }
    queue.shift();
    keep();
    if (came === 'refused') say(words('failed'));
    else if (words('caught') && one.waited) say(words('caught'));
    one.resolve?.(came === 'done');
  }
  busy = false;
}

async function trySend(one) {
  let answer;
  let html;
  try {
    answer = await fetch(one.action, { method: 'POST', body: new URLSearchParams([...one.fields, ['kender', known()]]), credentials: 'same-origin' });
    html = await answer.text();
  } catch {
    one.waited = true;
    return 'offline';
  }
  if (answer.status >= 500 || answer.status === 429) {
    one.waited = true;
    return 'offline';
  }
  if (answer.status === 401 || new URL(answer.url).pathname.startsWith('/log-ind')) {
    one.waited = true;
    return 'login';
  }
  const put = putPage(html);
  if (put === null) return 'refused';
  return put ? 'done' : 'told';
}

/** More than this, in letters, no form may hold beside what is sent; the answer is then the whole page. */
const MOST_KNOWN = 500_000;

/** The paragraphs of this page and their versions: the answer holds those that are others by then. */
function known() {
  const all = $$('#reading .para[data-v]').map((para) => `${para.id}:${para.dataset.v}`).join(' ');
  return all.length > MOST_KNOWN ? '' : all;
}

/** Puts a page, or pieces of it, in place of what this page shows; whether it says that something was not done, null for another page. */
export function putPage(html) {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const whole = $('#reading', page) !== null;
  if (!whole && !$('#svar-top', page)) return null;
  const was = focused();
  const open = whole && $$('#reading .reading details.fold[open]').length > 0;
  // Where things are scrolled to is asked before anything changes, and set when all has: each of either lays the page out.
  const pieces = whole ? ['reading', 'panel', 'list'].map((id) => $(`#${id}`, page)).filter(Boolean) : [...page.body.children];
  const scrolled = ['main-content', ...pieces.map((one) => one.id)].filter((id) => whole || id === 'panel')
    .map((id) => [id, document.getElementById(id)?.scrollTop ?? 0]);
  for (const piece of pieces) put(piece);
  if (open) for (const fold of $$('#reading .reading details.fold')) fold.open = true;
  for (const [id, top] of scrolled) if (top) document.getElementById(id).scrollTop = top;
  show(false);
  focusAgain(was);
  document.dispatchEvent(new Event('desk:put'));
  const message = $('#message');
  if (message) message.scrollIntoView({ block: 'nearest' });
  return !message;
}

/** Puts a piece in place of the one with its id; the frames of themes that are unfolded stay so. */
function put(piece) {
  const old = document.getElementById(piece.id);
  if (!old) return;
  const [folds, fresh] = [$$('details', old), $$('details', piece)];
  if (piece.id === 'panel' && folds.length === fresh.length) for (const [at, fold] of folds.entries()) if (fold.open && !fold.classList.contains('fold')) fresh[at].open = true;
  old.replaceWith(piece);
}

/** Where the keyboard's focus is, before its place is replaced. */
function focused() {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  return { id: one.id, proposal: Boolean(one.closest('.proposals')), panel: Boolean(one.closest('#panel')) };
}

/** The same place on the new page; after a proposal the next one. */
function focusAgain(was) {
  if (!was || document.activeElement !== document.body) return;
  const same = was.id ? document.getElementById(was.id) : null;
  const near = was.proposal ? $('[data-accept]') : null;
  (same ?? near ?? (was.panel ? $('#panel') : $('#main-content')))?.focus({ preventScroll: true });
}

window.addEventListener('online', () => wake?.());
window.addEventListener('focus', () => wake?.());
window.addEventListener('beforeunload', (event) => { if (isWaiting()) event.preventDefault(); });

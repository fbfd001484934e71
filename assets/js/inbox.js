// The inbox by keyboard, and kept up to date. Everything here sends the forms of the page; the server answers with the page, and the
// list is put in place of the old one, with the same ticks and the keyboard where it was.

import { $, $$, say, words } from './desk/page.js';
import { askAgain, listen } from './desk/stream.js';

const lines = () => $$('#rows tr:is([data-number], [data-mail])');
const link = (row) => $('.who > a', row);

/** The row where the keyboard is. */
const current = () => document.activeElement?.closest?.('#rows tr:is([data-number], [data-mail])') ?? null;

function go(by) {
  const all = lines();
  const here = all.indexOf(current());
  const next = here < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + by, 0), all.length - 1);
  link(all[next])?.focus();
}

function count() {
  const all = $$('#rows input[name="svar"]');
  const ticked = all.filter((one) => one.checked).length;
  const line = $('#ticked');
  if (line) line.textContent = ticked ? line.dataset.say.replace('#', String(ticked)) : '';
  const whole = $('#tick-all');
  if (whole) {
    whole.checked = ticked > 0 && ticked === all.length;
    whole.indeterminate = ticked > 0 && ticked < all.length;
  }
  for (const row of lines()) row.classList.toggle('ticked', Boolean($('input[name="svar"]', row)?.checked));
}

/** Puts another page's list in place of this one's. */
function put(html, keepTicks) {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const fresh = page.getElementById('rows');
  if (!fresh) return false;
  const ticked = keepTicks ? new Set($$('#rows input[name="svar"]:checked').map((one) => one.value)) : new Set();
  const number = current()?.dataset.number;
  const typed = $('#what')?.value;
  const typing = document.activeElement?.id && $('#rows')?.contains(document.activeElement) ? document.activeElement.id : null;
  // What somebody is typing stays as it is.
  const values = $$('#rows input[type="search"], #rows #view-name').map((one) => [one.id, one.value]);
  $('#rows').replaceWith(fresh);
  for (const [id, value] of values) { const one = document.getElementById(id); if (one) one.value = value; }
  for (const one of $$('#rows input[name="svar"]')) one.checked = ticked.has(one.value);
  if (keepTicks && typed && $('#what')) $('#what').value = typed;
  if (number) link($(`#rows tr[data-number="${CSS.escape(number)}"]`) ?? document.createElement('tr'))?.focus();
  else if (typing) document.getElementById(typing)?.focus();
  ready();
  return true;
}

async function send(action, fields) {
  try {
    const answer = await fetch(action, { method: 'POST', body: new URLSearchParams(fields), credentials: 'same-origin' });
    if (!put(await answer.text(), false)) throw new Error(String(answer.status));
    if (answer.ok && answer.redirected) history.replaceState(null, '', answer.url);
    say('');
  } catch {
    say(words('failed'));
  }
}

/** Does something to the ticked ones, or to the row where the keyboard is. */
function act(what) {
  const form = $('#bulk');
  if (!form) return;
  const ticked = $$('#rows input[name="svar"]:checked').map((one) => one.value);
  const numbers = ticked.length ? ticked : [current()?.dataset.number].filter(Boolean);
  if (!numbers.length) return;
  const all = new FormData(form);
  const fields = [['csrf', all.get('csrf')], ['filter', all.get('filter')], ['what', what], ...numbers.map((one) => ['svar', one])];
  send(form.action, fields);
}

const KEYS = {
  j: () => go(1),
  ArrowDown: () => go(1),
  k: () => go(-1),
  ArrowUp: () => go(-1),
  x: () => { const one = $('input[name="svar"]', current() ?? document.createElement('tr')); if (one) { one.checked = !one.checked; count(); } },
  a: () => act(`hos:${$('#say').dataset.me}`),
  b: () => $('#what option[value="art:no_remarks"]') && act('art:no_remarks'),
  z: () => $('[data-undo]')?.click(),
  '/': () => $('#q')?.focus(),
};

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.('input:not([type="checkbox"]), select, textarea')) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (!KEYS[key]) return;
  event.preventDefault();
  KEYS[key]();
}

function onSubmit(event) {
  const form = event.target;
  if (form.id !== 'bulk' && !$('[data-undo]', form)) return;
  event.preventDefault();
  send(form.action, [...new FormData(form).entries()]);
}

function ready() {
  const whole = $('#tick-all');
  if (whole) whole.hidden = false;
  count();
}

/** Something arrived or was done: the list is asked for again, soon, once. */
let waiting = 0;
function changed(whose) {
  clearTimeout(waiting);
  waiting = setTimeout(async () => {
    try {
      const answer = await askAgain(location.href);
      if (answer.ok && put(await answer.text(), true) && whose === 'others') say(words('arrived'));
    } catch { /* the stream comes back by itself, and tells again */ }
  }, 300);
}

document.documentElement.classList.add('js');
document.addEventListener('keydown', onKey);
document.addEventListener('submit', onSubmit);
document.addEventListener('change', (event) => {
  if (event.target.id === 'tick-all') for (const one of $$('#rows input[name="svar"]')) one.checked = event.target.checked;
  count();
});
ready();
listen($('#rows').dataset.stream, { changed, back: changed });

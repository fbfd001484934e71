// The page of a response by keyboard and mouse. Everything here sends the same forms as the page does without it; the server answers with
// the page, and the text and the panel are put in place of the old ones. Nothing is kept here that is not on the page.

const STANCES = { s: 'supports', f: 'proposes', k: 'critical', q: 'asks' };
/** How long a first digit waits for a second, in milliseconds: theme 1 or theme 14. */
const DIGITS_WAIT = 450;

let at = null; // id of the sentence where the keyboard is
let mode = ''; // 'stance' right after a theme, 'ground' after H
let lastTheme = null;
let digits = '';
let digitsTimer = 0;
let sending = Promise.resolve();

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const sentences = () => $$('#reading .s').filter((one) => one.offsetParent !== null);
const current = () => (at ? document.getElementById(at) : null);
const act = () => $('#act');

function say(text) {
  const line = $('#say');
  if (line) line.textContent = text ?? '';
}

function setMode(next) {
  mode = next;
  document.body.dataset.mode = next;
  const line = $('#say');
  say(next === 'stance' ? line?.dataset.stance : next === 'ground' ? line?.dataset.ground : '');
}

/** Where the keyboard is, on the page. */
function show(scroll) {
  for (const one of $$('#reading .now')) one.classList.remove('now');
  for (const one of $$('#reading .para.active')) one.classList.remove('active');
  const sentence = current();
  if (!sentence) return;
  sentence.classList.add('now');
  sentence.closest('.para')?.classList.add('active');
  if (scroll) sentence.scrollIntoView({ block: 'nearest' });
}

function go(sentence) {
  if (!sentence) return;
  at = sentence.id;
  window.getSelection()?.removeAllRanges();
  setMode('');
  show(true);
}

function step(by) {
  const all = sentences();
  const here = all.findIndex((one) => one.id === at);
  go(all[here < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + by, 0), all.length - 1)]);
}

function nextUnmarked() {
  const all = sentences().filter((one) => !one.closest('.fold'));
  const here = all.findIndex((one) => one.id === at);
  const order = [...all.slice(here + 1), ...all.slice(0, Math.max(here, 0))];
  go(order.find((one) => !one.classList.contains('marked')));
}

const codePoints = (text) => [...text].length;

/** The place in the text (code points) of a point of a selection; null outside the text. */
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
  const [first, last] = [para(range.startContainer), para(range.endContainer) ?? para(range.startContainer)];
  if (!first || !last || first.dataset.text !== last.dataset.text) return null;
  const start = offset(range.startContainer, range.startOffset) ?? Number(first.dataset.start);
  const end = offset(range.endContainer, range.endOffset) ?? Number(last.dataset.end);
  return start < end ? { text: first.dataset.text, start, end } : null;
}

/** What the next act is for: the selection, else the sentence. */
function place() {
  const span = selected();
  if (span) return span;
  const sentence = current();
  if (!sentence) return null;
  return { text: sentence.closest('.para').dataset.text, start: Number(sentence.dataset.start), end: Number(sentence.dataset.end) };
}

/** Sends a form as its button would, one after the other, and puts the answer on the page. */
function send(action, fields) {
  sending = sending.then(() => sendNow(action, fields)).catch(() => {
    say($('#say')?.dataset.failed);
    return false;
  });
  return sending;
}

async function sendNow(action, fields) {
  const answer = await fetch(action, { method: 'POST', body: new URLSearchParams(fields), credentials: 'same-origin' });
  const html = await answer.text();
  const page = new DOMParser().parseFromString(html, 'text/html');
  const reading = $('#reading', page);
  if (!reading) throw new Error(String(answer.status));
  const main = $('#main-content');
  const was = focused();
  const [scrolled, open] = [main.scrollTop, $$('#reading .reading details[open]').length > 0];
  $('#reading').replaceWith(reading);
  for (const id of ['panel', 'list']) {
    const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
    if (!old || !fresh) continue;
    const top = old.scrollTop;
    old.replaceWith(fresh);
    fresh.scrollTop = top;
  }
  if (open) for (const fold of $$('#reading .reading details.fold')) fold.open = true;
  main.scrollTop = scrolled;
  show(false);
  focusAgain(was);
  const message = $('#message');
  if (message) message.scrollIntoView({ block: 'nearest' });
  return !message;
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

function fieldsFor(span) {
  const form = new FormData(act());
  const fields = [['csrf', form.get('csrf')], ['filter', form.get('filter')], ['ved', '']];
  if (span) fields.push(['text', span.text], ['start', span.start], ['end', span.end]);
  return fields;
}

function mark(theme, stance, span = place()) {
  if (!span || !act()) return say($('#say')?.dataset.failed);
  lastTheme = { theme, span };
  const fields = [...fieldsFor(span), ['theme', theme]];
  if (stance) fields.push(['stance', stance]);
  send(act().action, fields);
  if (!stance) setMode('stance');
}

function hide(ground) {
  const span = place();
  if (!span) return;
  setMode('');
  window.getSelection()?.removeAllRanges();
  send(`${$('#reading').dataset.here}/overstregninger`, [...fieldsFor(span), ['ground', ground]]);
}

function unmark() {
  const sentence = current();
  const buttons = $$('[data-unmark]', sentence?.closest('.para') ?? document.createElement('p'));
  const last = buttons.at(-1);
  if (last) send(last.formAction, fieldsFor(null));
}

function typed(digit) {
  clearTimeout(digitsTimer);
  digits += digit;
  const themes = $$('.theme[data-key]');
  const exact = themes.find((one) => one.dataset.key === digits);
  const longer = themes.some((one) => one.dataset.key !== digits && one.dataset.key.startsWith(digits));
  if (!longer) return choose(exact);
  say(digits);
  digitsTimer = setTimeout(() => choose(exact), DIGITS_WAIT);
}

function choose(theme) {
  digits = '';
  if (theme) mark(theme.value);
  else say('');
}

const KEYS = {
  j: () => step(1),
  ArrowDown: () => step(1),
  k: () => step(-1),
  ArrowUp: () => step(-1),
  u: nextUnmarked,
  m: () => lastTheme && mark(lastTheme.theme),
  x: unmark,
  h: () => setMode('ground'),
  g: () => $('[data-sign]')?.click(),
  n: () => { const next = $('#reading').dataset.next; if (next) location.assign(next); },
  b: () => $('#panel [name="content"][data-key="B"]')?.click(),
  '+': () => $('[data-accept]')?.click(),
  '-': () => $('[data-reject]')?.click(),
  r: () => {
    const fold = $('[data-edit]');
    if (!fold) return;
    fold.open = true;
    $('input:not([type="hidden"]), select, textarea', fold)?.focus();
  },
  Escape: () => { digits = ''; window.getSelection()?.removeAllRanges(); setMode(''); },
};

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.('input:not([type="radio"]):not([type="checkbox"]), select, textarea')) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (mode === 'ground') {
    const ground = $(`#panel [name="ground"][data-key="${CSS.escape(key.toUpperCase())}"]`);
    if (ground) {
      event.preventDefault();
      hide(ground.value);
      return;
    }
  }
  if (mode === 'stance' && STANCES[key] && lastTheme) {
    event.preventDefault();
    mark(lastTheme.theme, STANCES[key], lastTheme.span);
    setMode('');
    return;
  }
  if (/^[0-9]$/.test(key)) {
    event.preventDefault();
    typed(key);
    return;
  }
  if (KEYS[key]) {
    event.preventDefault();
    if (key !== 'h' && mode) setMode('');
    KEYS[key]();
  }
}

function onClick(event) {
  const token = event.target.closest('.token');
  if (token?.matches('button')) {
    const open = token.getAttribute('aria-expanded') === 'true';
    token.setAttribute('aria-expanded', String(!open));
    for (const was of $$(`#reading .was[data-r="${CSS.escape(token.dataset.r)}"]`)) was.classList.toggle('open', !open);
    return;
  }
  if (event.target.closest('[data-next-unmarked]')) {
    event.preventDefault();
    nextUnmarked();
    return;
  }
  const sentence = event.target.closest('#reading .s');
  if (sentence && window.getSelection()?.isCollapsed !== false && !event.target.closest('a, button, input')) {
    at = sentence.id;
    setMode('');
    show(false);
  }
}

/** Forms of the panel and of the text: sent from here, with the place where the keyboard or the mouse is. */
function onSubmit(event) {
  const form = event.target;
  if (!form.closest('#panel, .proposals') || event.defaultPrevented) return;
  event.preventDefault();
  const button = event.submitter;
  // Without the attribute, formAction is the address of the page.
  const action = button?.hasAttribute('formaction') ? button.formAction : form.action;
  if (form.id === 'act' && button?.name === 'theme') {
    mark(button.value, new FormData(form).get('stance'));
    return;
  }
  if (form.id === 'act' && button?.name === 'ground') {
    hide(button.value);
    return;
  }
  const fields = [...new FormData(form, button).entries()].filter(([name]) => !['text', 'start', 'end', 'ved', 'theme'].includes(name) || form.id !== 'act');
  const span = form.id === 'act' ? place() : null;
  if (span) fields.push(['text', span.text], ['start', span.start], ['end', span.end]);
  send(action, fields).then((done) => done && say($('#say')?.dataset.saved));
}

/** The list at the side opens where the response is. */
function showInList() {
  const [list, one] = [$('#list'), $('#list [aria-current="page"]')];
  if (!list || !one) return;
  const [outer, inner] = [list.getBoundingClientRect(), one.getBoundingClientRect()];
  if (inner.bottom > outer.bottom || inner.top < outer.top) list.scrollTop += inner.top - outer.top - outer.height / 3;
}

document.documentElement.classList.add('js');
document.addEventListener('keydown', onKey);
document.addEventListener('click', onClick);
document.addEventListener('submit', onSubmit);
const chosen = $('#reading .para.active .s');
if (chosen) at = chosen.id;
show(false);
showInList();

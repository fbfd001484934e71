// The page of a response by keyboard, mouse and touch. Everything here sends the same forms as the page does without it; the server
// answers with the page, and the text and the panel are put in place of the old ones.

import { $, $$, say, words } from './desk/page.js';
import { besideClick, toggleBeside } from './desk/beside.js';
import { openNote } from './desk/note.js';
import * as at from './desk/place.js';
import { drain, isWaiting, putPage, send } from './desk/send.js';
import { askAgain, listen } from './desk/stream.js';
import { forget, isTyping, restore } from './desk/typed.js';

const STANCES = { s: 'supports', f: 'proposes', k: 'critical', q: 'asks' };
/** How long a first digit waits for a second, in milliseconds: theme 1 or theme 14. */
const DIGITS_WAIT = 450;

let mode = ''; // 'stance' right after a theme, 'ground' after H, 'whole' after W
let lastTheme = null;
let digits = '';
let digitsTimer = 0;

const act = () => $('#act');
const here = () => $('#reading').dataset.here;

function setMode(next) {
  mode = next;
  document.body.dataset.mode = next;
  say(next ? words(next) : '');
}

function fieldsFor(span) {
  const form = new FormData(act());
  const fields = [['csrf', form.get('csrf')], ['filter', form.get('filter')], ['ved', '']];
  if (span) fields.push(['text', span.text], ['start', span.start], ['end', span.end]);
  return fields;
}

function mark(theme, stance, span = at.place()) {
  if (!act()) return;
  if (mode === 'whole') {
    setMode('');
    send(`${here()}/temaer`, [...fieldsFor(null), ['theme', theme]]);
    return;
  }
  if (!span) return say(words('nowhere'));
  lastTheme = { theme, span };
  const fields = [...fieldsFor(span), ['theme', theme]];
  if (stance) fields.push(['stance', stance]);
  send(act().action, fields);
  if (!stance) setMode('stance');
}

function hide(ground) {
  const span = at.place();
  if (!span || !act()) return say(words('nowhere'));
  setMode('');
  window.getSelection()?.removeAllRanges();
  at.leaveSpot();
  send(`${here()}/overstregninger`, [...fieldsFor(span), ['ground', ground]]);
}

function unmark() {
  const buttons = $$('[data-unmark]', at.current()?.closest('.para') ?? document.createElement('p'));
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

/** Another key ends the number that is being typed. */
function endNumber() {
  clearTimeout(digitsTimer);
  if (digits) choose($$('.theme[data-key]').find((one) => one.dataset.key === digits));
}

function choose(theme) {
  digits = '';
  if (theme) mark(theme.value);
  else say('');
}

/** Themes by name: what does not fit is out of sight. */
function find(text) {
  const wanted = text.trim().toLowerCase();
  for (const theme of $$('#panel .theme')) theme.hidden = wanted !== '' && !theme.textContent.toLowerCase().includes(wanted);
  for (const group of $$('#panel .track')) group.hidden = $$('.theme:not([hidden])', group).length === 0;
  for (const frame of $$('#panel .frame')) {
    frame.hidden = $$('.theme:not([hidden])', frame).length === 0;
    if (wanted) frame.open = true;
  }
}

function openFind() {
  const field = $('#theme-find');
  if (!field) return;
  field.closest('.find-theme').hidden = false;
  field.focus();
}

/** Opens the note of the last theme of the paragraph. */
function note() {
  const line = $$('.here > li[id^="m-"]', at.current()?.closest('.para') ?? document.createElement('p')).at(-1);
  if (line) openNote(line.id.slice(2))?.focus();
}

const press = (selector) => $(selector)?.click();

const KEYS = {
  j: () => at.step(1),
  ArrowDown: () => at.step(1),
  k: () => at.step(-1),
  ArrowUp: () => at.step(-1),
  J: () => at.extend(1),
  K: () => at.extend(-1),
  ArrowRight: () => at.paragraph(1),
  ArrowLeft: () => at.paragraph(-1),
  p: () => at.paragraph(0),
  u: at.nextUnmarked,
  l: () => { if (!at.nextFound()) say(words('nonefound')); },
  Enter: () => { const ground = at.foundGround(); if (ground) hide(ground); },
  m: () => lastTheme && mark(lastTheme.theme),
  t: openFind,
  o: note,
  v: toggleBeside,
  x: unmark,
  h: () => setMode('ground'),
  w: () => setMode('whole'),
  z: () => press('[data-undo]'),
  y: () => press('[data-redo]'),
  g: () => press('[data-sign]'),
  n: () => { const next = $('#reading').dataset.next; if (next) location.assign(next); },
  i: () => press('.back a'),
  b: () => press('#panel [name="content"][data-key="B"]'),
  '+': () => press('[data-accept]'),
  '-': () => press('[data-reject]'),
  r: () => {
    const fold = $('[data-edit]');
    if (!fold) return;
    fold.open = true;
    $('input:not([type="hidden"]), select, textarea', fold)?.focus();
  },
  '?': () => $('#keys-help')?.showModal(),
  Escape: () => { digits = ''; window.getSelection()?.removeAllRanges(); setMode(''); at.leaveSpot(); },
};
/** Keys that an open mode outlives. */
const KEEPS_MODE = ['h', 'w', 't'];

function keyOf(event) {
  if (event.key.length > 1) return event.shiftKey && event.key === 'ArrowDown' ? 'J' : event.shiftKey && event.key === 'ArrowUp' ? 'K' : event.key;
  const lower = event.key.toLowerCase();
  return event.shiftKey && (lower === 'j' || lower === 'k') ? lower.toUpperCase() : lower;
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || $('dialog[open]')) return;
  const field = event.target.closest?.('input:not([type="radio"]):not([type="checkbox"]), select, textarea');
  if (field) {
    if (field.id === 'theme-find') onFind(event);
    else if (event.key === 'Escape') field.blur();
    return;
  }
  if (/^[0-9]$/.test(event.key)) {
    event.preventDefault();
    typed(event.key);
    return;
  }
  const onButton = event.target.closest?.('a, button, summary');
  const key = keyOf(event);
  if (onButton && (key === 'Enter' || key === ' ')) return;
  if (digits && key !== 'Escape') endNumber();
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
  if (Object.hasOwn(KEYS, key)) {
    event.preventDefault();
    if (mode && !KEEPS_MODE.includes(key)) setMode('');
    KEYS[key]();
  }
}

function onFind(event) {
  if (event.key === 'Escape') {
    event.target.value = '';
    find('');
    event.target.blur();
  } else if (event.key === 'Enter') {
    event.preventDefault();
    const first = $$('#panel .theme').find((one) => !one.hidden && !one.closest('[hidden]'));
    event.target.value = '';
    find('');
    event.target.blur();
    if (first) mark(first.value);
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
  if (!event.ctrlKey && !event.metaKey && !event.shiftKey && besideClick(event.target)) {
    event.preventDefault();
    return;
  }
  const noted = event.target.closest('[data-note]');
  if (noted) {
    event.preventDefault();
    openNote(noted.closest('li').id.slice(2))?.focus();
    return;
  }
  if (event.target.closest('[data-next-unmarked]')) {
    event.preventDefault();
    at.nextUnmarked();
    return;
  }
  const sentence = event.target.closest('#reading .s');
  if (sentence && window.getSelection()?.isCollapsed !== false && !event.target.closest('a, button, input, textarea, summary')) {
    setMode('');
    at.click(sentence);
  }
}

/** Forms of the panel and of the text: sent from here, with the place where the keyboard or the mouse is. */
function onSubmit(event) {
  const form = event.target;
  if (!form.closest('#act, #panel, .proposals, .note-edit') || event.defaultPrevented) return;
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
  const span = form.id === 'act' ? at.place() : null;
  if (span) fields.push(['text', span.text], ['start', span.start], ['end', span.end]);
  // What is saved is no longer kept as typed, unless it is refused.
  const fold = form.closest('.note-edit');
  send(action, fields).then((done) => {
    if (!done) return;
    forget(action);
    say(words('saved'));
    if (fold) $('#main-content').focus({ preventScroll: true });
  });
}

/** The list at the side opens where the response is. */
function showInList() {
  const [list, one] = [$('#list'), $('#list [aria-current="page"]')];
  if (!list || !one) return;
  const [outer, inner] = [list.getBoundingClientRect(), one.getBoundingClientRect()];
  if (inner.bottom > outer.bottom || inner.top < outer.top) list.scrollTop += inner.top - outer.top - outer.height / 3;
}

/** A colleague changed the response: the page follows, unless something is being typed or sent. */
async function follow() {
  if (isTyping() || isWaiting()) return say(words('changed'));
  try {
    const answer = await askAgain(location.href);
    if (answer.ok && putPage(await answer.text()) !== null) say(words('changed'));
  } catch { /* the stream comes back by itself, and tells again */ }
}

function others(text) {
  const line = $('#here-too');
  if (!line) return;
  line.textContent = text;
  line.hidden = !text;
}

document.documentElement.classList.add('js');
document.addEventListener('keydown', onKey);
document.addEventListener('click', onClick);
document.addEventListener('submit', onSubmit);
document.addEventListener('input', (event) => { if (event.target.id === 'theme-find') find(event.target.value); });
document.addEventListener('desk:put', () => { const line = $('.find-theme'); if (line) line.hidden = false; });
const line = $('.find-theme');
if (line) line.hidden = false;
at.begin();
showInList();
restore();
drain();
listen($('#reading').dataset.stream, { changed: follow, here: others, back: follow });

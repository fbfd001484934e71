// What is typed into a field of the page is kept until it is saved: a page that is replaced, reloaded or logged out loses none of it.

import { $, $$ } from './page.js';
import { codingOf, openNote } from './note.js';
import { click } from './place.js';

const prefix = `typed:${location.pathname}:`;
const FIELDS = '#reading textarea, #reading input[type="text"], #panel textarea, #panel input[type="text"]';

function key(field) {
  const action = field.form?.getAttribute('action');
  return action && field.name ? `${prefix}${action}:${field.name}` : null;
}

/** Puts back what was typed and not saved. */
export function restore() {
  for (const name of Object.keys(sessionStorage)) {
    const coding = name.startsWith(prefix) && codingOf(name);
    if (coding) openNote(coding);
  }
  for (const field of $$(FIELDS)) {
    const at = key(field);
    const kept = at && sessionStorage.getItem(at);
    if (kept === null || kept === undefined || kept === field.value) continue;
    field.value = kept;
    const fold = field.closest('details');
    if (fold) fold.open = true;
    // Notes are seen on the paragraph where the keyboard is.
    const sentence = $('.s', field.closest('.para') ?? document.createElement('p'));
    if (sentence) click(sentence);
  }
}

/** Forgets what a form has saved. */
export function forget(action) {
  const path = new URL(action, location.href).pathname;
  for (const name of Object.keys(sessionStorage)) if (name.startsWith(`${prefix}${path}:`)) sessionStorage.removeItem(name);
}

export const isTyping = () => Boolean(document.activeElement?.matches?.('textarea, input[type="text"], input[type="search"], select'));

document.addEventListener('input', (event) => {
  const at = event.target.matches?.(FIELDS) ? key(event.target) : null;
  try { if (at) sessionStorage.setItem(at, event.target.value); } catch { /* a full store: it stands in the field */ }
});
document.addEventListener('desk:put', restore);

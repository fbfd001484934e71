// The original beside the text: the mail as it came, or the pages of a letter as pictures. Without scripts each is a page or a fold of
// its own.

import { $, $$ } from './page.js';
import { current } from './place.js';

const box = () => $('#beside');
let shown = null; // what is beside the text: an address, or the id of a part

function open(what, nodes) {
  shown = what;
  $('.beside-body', box()).replaceChildren(...nodes);
  box().hidden = false;
  box().parentElement.classList.add('with-original');
  box().scrollTop = 0;
}

function close() {
  shown = null;
  box().hidden = true;
  box().parentElement.classList.remove('with-original');
  $('.beside-body', box()).replaceChildren();
}

async function showMail(link) {
  if (shown === link.href) return close();
  try {
    const answer = await fetch(link.href, { credentials: 'same-origin' });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const parts = $$('main > h1, main > .facts, main .mail-text, main .mail-head', page);
    if (!answer.ok || !parts.length) return location.assign(link.href);
    for (const one of $$('[id]', page)) one.removeAttribute('id');
    for (const one of parts) one.removeAttribute('aria-labelledby');
    open(link.href, parts.map((one) => document.adoptNode(one)));
  } catch { location.assign(link.href); }
}

function showPages(part) {
  if (shown === part.id) return close();
  open(part.id, $$('.strip img', part).map((one) => one.cloneNode()));
}

/** Opens what a click is for; whether it was for this. */
export function besideClick(target) {
  if (target.closest('[data-beside-close]')) {
    close();
    return true;
  }
  const one = target.closest('[data-beside]');
  if (!one) return false;
  if (one.matches('a')) showMail(one);
  else showPages(one.closest('.part'));
  return true;
}

/** The pages of the part where the keyboard is, else the mail; once more closes it. */
export function toggleBeside() {
  if (shown) return close();
  const part = current()?.closest('.part');
  const mail = $('.tabs [data-beside]');
  const other = $$('.part').find((one) => $('.strip', one));
  if (part && $('.strip', part)) showPages(part);
  else if (mail) showMail(mail);
  else if (other) showPages(other);
}

// The memo by keyboard. Everything here sends a form or follows a link of the page; without it the page works the same.

import { $, $$, say, words } from './desk/page.js';

const items = () => $$('[data-loose]');
const link = (item) => (item ? $('a', item) : null);
const main = $('#main-content');

/** The passage where the keyboard is. */
const current = () => document.activeElement?.closest?.('[data-loose]') ?? null;

function go(by) {
  const all = items();
  if (!all.length) return;
  const here = all.indexOf(current());
  const next = here < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + by, 0), all.length - 1);
  link(all[next])?.focus();
  all[next].scrollIntoView({ block: 'nearest' });
}

/** Puts another page's memo in place of this one's; the keyboard stays at the same place of the list. */
function put(html, at) {
  const fresh = new DOMParser().parseFromString(html, 'text/html').getElementById('memo-body');
  if (!fresh) return false;
  $('#memo-body').replaceWith(fresh);
  if (at >= 0) {
    const all = items();
    link(all[Math.min(at, all.length - 1)])?.focus();
  }
  document.dispatchEvent(new CustomEvent('desk:put'));
  return true;
}

async function send(action, form) {
  const at = items().indexOf(form.closest('[data-loose]'));
  try {
    const fields = new URLSearchParams([...new FormData(form).entries()]);
    const answer = await fetch(action, { method: 'POST', body: fields, credentials: 'same-origin' });
    if (!put(await answer.text(), at)) throw new Error(String(answer.status));
    if (answer.redirected) history.replaceState(null, '', answer.url);
    say('');
  } catch {
    say(words('failed'));
  }
}

const press = (button) => button?.form.requestSubmit(button);

const KEYS = {
  j: () => go(1),
  k: () => go(-1),
  p: () => press($('[data-new]', current() ?? items()[0])),
  '+': () => $('[data-under]', current() ?? items()[0])?.focus(),
  e: () => ($('[data-edit]') ? press($('[data-edit]')) : $('[data-made]')?.click()),
  z: () => press($('.done-line [data-undo]')),
  n: () => main.dataset.next && location.assign(main.dataset.next),
  i: () => main.dataset.list && location.assign(main.dataset.list),
};

document.documentElement.classList.add('js');
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const field = event.target.closest?.('input, select, textarea');
  // Enter in the field of a number means the button beside it, not the first of the form.
  if (key === 'Enter' && field?.matches('[data-under]')) {
    event.preventDefault();
    if (field.value.trim()) press($('[data-join]', field.form));
    return;
  }
  if (key === 'Escape' && field?.matches('[data-under]')) return link(current())?.focus();
  if (field || !KEYS[key]) return;
  event.preventDefault();
  KEYS[key]();
});

// What is done in the list is answered with the memo around it: the place in the list stays.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!form.closest('[data-loose], .done-line')) return;
  event.preventDefault();
  send(event.submitter?.getAttribute('formaction') ?? form.action, form);
});

// Whoever edits keeps the point as long as something is typed now and then.
if (main.dataset.held) {
  let typed = false;
  document.addEventListener('input', () => { typed = true; });
  setInterval(async () => {
    if (!typed) return;
    typed = false;
    const csrf = $('#point input[name="csrf"]');
    if (!csrf) return;
    const answer = await fetch(main.dataset.held, { method: 'POST', body: new URLSearchParams({ csrf: csrf.value }), credentials: 'same-origin' }).catch(() => null);
    if (answer?.status === 409 && !$('#lost')) {
      const line = document.createElement('p');
      line.id = 'lost';
      line.className = 'late';
      line.setAttribute('role', 'alert');
      line.textContent = main.dataset.lost;
      $('#point').prepend(line);
    }
  }, 60000);
}

// The summary fits on a page: how much of it is used.
const counted = $('[data-limit]');
counted?.addEventListener('input', () => {
  const line = $('#characters');
  const used = [...counted.value.trim()].length;
  line.textContent = line.dataset.say.replace('#', used.toLocaleString('da-DK'));
  line.classList.toggle('late', used > Number(counted.dataset.limit));
});

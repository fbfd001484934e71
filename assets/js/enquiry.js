// Enquiries by keyboard. Everything here presses a button or follows a link that is on the page; without it the page works the same.

const $ = (selector, root = document) => root.querySelector(selector);
const rows = () => [...document.querySelectorAll('[data-row]')];
const main = $('#main-content');

/** The row that has the focus; none outside the list. */
const current = () => document.activeElement?.closest('[data-row]') ?? null;

function step(by) {
  const all = rows();
  if (all.length === 0) return;
  const here = all.indexOf(current());
  const next = here < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + by, 0), all.length - 1);
  $('a', all[next])?.focus();
}

function press(button) {
  if (button) button.form.requestSubmit(button);
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  l: () => press($('[data-thanks]', rows().length > 0 ? (current() ?? rows()[0]) : main)),
  s: () => $('#text')?.focus(),
  n: () => main.dataset.next && location.assign(main.dataset.next),
  i: () => main.dataset.list && location.assign(main.dataset.list),
};

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest('input, select, textarea')) return;
  const key = KEYS[event.key.toLowerCase()];
  if (!key) return;
  event.preventDefault();
  key();
});

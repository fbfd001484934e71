// Small things that the scripts of the desk have in common.

export const $ = (selector, root = document) => root.querySelector(selector);
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

/** Says something at the foot of the page, where screen readers hear it too. */
export function say(text) {
  const line = $('#say');
  if (line) line.textContent = text ?? '';
}

/** Words that the page brings along. */
export const words = (name) => $('#say')?.dataset[name] ?? '';

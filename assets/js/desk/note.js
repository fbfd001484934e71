// The note of a theme on a passage: its form is made when somebody wants it, since a long text has hundreds of themes.

import { $ } from './page.js';

const here = () => $('#reading').dataset.here;

/** Opens the note of a coding, with what it says; its field, or null where there is none. */
export function openNote(coding) {
  const line = document.getElementById(`m-${coding}`);
  const template = $('#note-form');
  if (!line || !template) return null;
  if (!$('.note-edit', line)) {
    const fold = template.content.firstElementChild.cloneNode(true);
    const field = $('textarea', fold);
    $('form', fold).setAttribute('action', `${here()}/markeringer/${coding}/note`);
    field.id = `note-${coding}`;
    field.setAttribute('aria-label', `${field.getAttribute('aria-label')} ${line.dataset.label}`);
    field.value = field.defaultValue = $('.note', line)?.textContent ?? '';
    $('[data-note]', line)?.replaceWith(fold);
  }
  $('.note-edit', line).open = true;
  return $('textarea', line);
}

/** The coding that a form's address is for; null for other forms. */
export const codingOf = (address) => address.match(/\/markeringer\/(\d+)\/note/)?.[1] ?? null;

// Draws a box over a page with mouse, pen or finger, and puts its edges into the page's form. The form is sent as any other: nothing is
// covered before somebody has chosen the ground and pressed the button.

const NS = 'http://www.w3.org/2000/svg';
const between = (value) => Math.min(Math.max(value, 0), 1);
const percent = (share) => (share * 100).toLocaleString('da-DK', { maximumFractionDigits: 2, useGrouping: false });

/** Lets a box be drawn over one page. */
function ready(picture) {
  const form = document.getElementById(picture.dataset.form);
  const svg = picture.querySelector('svg');
  if (!form || !svg) return;
  const edges = ['left', 'top', 'right', 'bottom'].map((name) => form.elements[name]);
  let rect = null;
  let from = null;

  const place = (event) => {
    const box = picture.getBoundingClientRect();
    return { x: between((event.clientX - box.left) / box.width), y: between((event.clientY - box.top) / box.height) };
  };

  function show(left, top, right, bottom) {
    if (!rect) {
      rect = document.createElementNS(NS, 'rect');
      rect.setAttribute('class', 'drawing');
      svg.append(rect);
    }
    const set = (name, share) => rect.setAttribute(name, String(share * 1000));
    set('x', left);
    set('y', top);
    set('width', Math.max(right - left, 0));
    set('height', Math.max(bottom - top, 0));
  }

  function away() {
    rect?.remove();
    rect = null;
    from = null;
  }

  const box = (to) => [Math.min(from.x, to.x), Math.min(from.y, to.y), Math.max(from.x, to.x), Math.max(from.y, to.y)];

  picture.classList.add('may-draw');
  // A finger moves the page, until somebody says that it draws.
  const finger = form.querySelector('.draw-here');
  const draws = () => finger?.getAttribute('aria-pressed') === 'true';
  if (finger) {
    finger.hidden = !matchMedia('(any-pointer: coarse)').matches;
    finger.addEventListener('click', () => {
      const now = !draws();
      finger.setAttribute('aria-pressed', String(now));
      picture.classList.toggle('by-finger', now);
      if (now) picture.scrollIntoView({ block: 'start' });
    });
  }
  picture.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || !event.isPrimary || (event.pointerType === 'touch' && !draws())) return;
    event.preventDefault();
    away();
    from = place(event);
    picture.setPointerCapture(event.pointerId);
  });
  picture.addEventListener('pointermove', (event) => {
    if (from) show(...box(place(event)));
  });
  picture.addEventListener('pointerup', (event) => {
    if (!from) return;
    const drawn = box(place(event));
    from = null;
    // A click is no box.
    if (drawn[2] - drawn[0] < 0.005 || drawn[3] - drawn[1] < 0.003) { away(); return; }
    drawn.forEach((share, at) => { edges[at].value = percent(share); });
    const said = form.querySelector('[role="status"]');
    if (said) said.textContent = picture.dataset.drawn;
    (form.elements.covers ?? form.elements.ground).focus();
  });
  picture.addEventListener('pointercancel', away);
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !rect) return;
    away();
    edges.forEach((edge) => { edge.value = ''; });
  });
  // Numbers that are typed are shown on the page.
  form.addEventListener('input', () => {
    const typed = edges.map((edge) => Number(edge.value.replace(',', '.')) / 100);
    const whole = edges.every((edge) => edge.value.trim()) && typed.every((share) => share >= 0 && share <= 1);
    if (whole) show(...typed); else if (!from) away();
  });
  if (edges.every((edge) => edge.value.trim())) form.dispatchEvent(new Event('input'));
}

document.querySelectorAll('.page-picture[data-form]').forEach(ready);

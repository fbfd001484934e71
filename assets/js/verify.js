// Kontrollér en kvittering: computed here, so that the receipt stays with its owner. Where the browser lacks Ed25519 the form is sent, and the
// server computes the same.

import { able, check } from './proof/check.js';

const form = document.querySelector('#check');
const file = form.querySelector('#file');
const field = form.querySelector('#receipt');
const message = form.querySelector('#receipt-error');
const answer = document.querySelector('#answer');

function fault(shown) {
  message.hidden = !shown;
  form.querySelector('#receipt-group').classList.toggle('form-error', shown);
  field.toggleAttribute('aria-invalid', shown);
  if (shown) {
    answer.hidden = true;
    field.focus();
  }
}

function show({ steps, answer: said, reference }) {
  for (const one of document.querySelectorAll('[data-answer]')) one.hidden = one.dataset.answer !== said;
  for (const one of document.querySelectorAll('[data-step]')) {
    one.querySelector('[data-fits]').hidden = !steps[one.dataset.step];
    one.querySelector('[data-fails]').hidden = steps[one.dataset.step];
  }
  const place = document.querySelector('#place');
  place.hidden = !reference;
  place.querySelector('[data-reference]').textContent = reference ?? '';
  place.querySelector('a').href = `${form.dataset.compilation}/${encodeURIComponent(reference ?? '')}`;
  answer.hidden = false;
  document.querySelector('#result').focus();
}

const get = async (address) => {
  const got = await fetch(address);
  if (!got.ok) throw new Error(`${got.status} from ${address}`);
  return got;
};

async function run() {
  let receipt;
  try {
    receipt = JSON.parse(file.files.length > 0 ? await file.files[0].text() : field.value);
    if (!Array.isArray(receipt.commitments)) throw new Error('no receipt');
  } catch {
    fault(true);
    return;
  }
  fault(false);
  const [keys, proof, data] = await Promise.all([
    get(form.dataset.key).then((got) => got.json()),
    get(form.dataset.proof).then((got) => got.json()),
    get(form.dataset.published).then((got) => got.arrayBuffer()),
  ]);
  show(await check(receipt, { hearing: form.dataset.hearing, keys, proof, data: new Uint8Array(data) }));
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  if (!await able()) {
    form.submit();
    return;
  }
  try {
    await run();
  } catch {
    // What cannot be fetched or computed here, the server computes.
    form.submit();
  }
});

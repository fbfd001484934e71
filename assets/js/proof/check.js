// Is the response of a receipt in a release, as it came? docs/proof.md says how; nothing here asks the server for an answer.

import { ascii, big, canonical, fromHex, join, path, sha256, toHex, utf8 } from './bytes.js';

const ITEM = ascii('hoering/commitment-item/1\0');
const ROOT = ascii('hoering/commitment/1\0');
const KINDS = { response: 1, attachment_text: 2 };

/** Whether this browser knows Ed25519. */
export async function able() {
  try {
    await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
    return true;
  } catch {
    return false;
  }
}

async function isSigned(object, domain, publicKey) {
  const { signature, ...rest } = object;
  const key = await crypto.subtle.importKey('raw', fromHex(publicKey, 32), 'Ed25519', false, ['verify']);
  return crypto.subtle.verify('Ed25519', key, fromHex(signature, 64), join(ascii(`${domain}\0`), utf8(canonical(rest))));
}

/** The public keys of the site, and every former one that they vouch for, directly or through another. */
async function reach(list) {
  const known = [list.current];
  for (let at = 0; at < known.length; at += 1) {
    for (const one of list.former ?? []) {
      if (one.by !== known[at].id || known.some(({ id }) => id === one.id)) continue;
      if (await isSigned(one, 'hoering/key/1', known[at].public)) known.push({ id: one.id, public: one.public });
    }
  }
  return known;
}

const trusted = async (object, domain, keys) => {
  const key = keys.find((one) => one.id === object.key?.id && one.public === object.key?.public);
  return Boolean(key) && isSigned(object, domain, key.public);
};

const leafOf = (entry) => sha256([0], entry);
const node = (left, right) => sha256([1], left, right);

/** RFC 9162, 2.1.3.2. */
async function isIncluded(root, index, size, proof, logRoot) {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) return false;
  let at = index;
  let last = size - 1;
  let computed = await leafOf(root);
  for (const sibling of proof) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      computed = await node(sibling, computed);
      while (at % 2 === 0 && at !== 0) {
        at = Math.floor(at / 2);
        last = Math.floor(last / 2);
      }
    } else {
      computed = await node(computed, sibling);
    }
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && toHex(computed) === logRoot;
}

async function treeOf(leaves) {
  if (leaves.length === 1) return leaves[0];
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return node(await treeOf(leaves.slice(0, split)), await treeOf(leaves.slice(split)));
}

async function itemHash({ kind, part, index, hash, salt, text, sha256: file }) {
  if (hash) return fromHex(hash, 32);
  const content = kind === 'file' ? fromHex(file, 32) : utf8(text);
  return sha256(ITEM, [kind === 'file' ? 1 : 2], big(part, 4), big(index, 4), fromHex(salt, 16), content);
}

/** Whether shown and hidden items give the root. */
async function givesRoot({ kind, items, root }) {
  if (!items?.length) return true;
  const leaves = [];
  for (const item of items) leaves.push(await leafOf(await itemHash(item)));
  return toHex(await sha256(ROOT, [KINDS[kind]], big(leaves.length, 4), await treeOf(leaves))) === root;
}

const GONE = '\u{e000}';

/** The paragraphs of a text; null where something was taken out of one. */
export function untouched(text, omitted) {
  const letters = [...text];
  for (const { start, end } of omitted) {
    for (let at = start; at < end; at += 1) if (!/[\p{White_Space}]/u.test(letters[at])) letters[at] = GONE;
  }
  const lines = letters.join('').replace(/\r\n?/g, '\n').normalize('NFC').split('\n');
  const found = [];
  let open = false;
  for (const line of lines) {
    const blank = /^\p{White_Space}*$/u.test(line);
    if (!blank) {
      if (open) found[found.length - 1] += `\n${line}`;
      else found.push(line);
    }
    open = !blank;
  }
  return found.map((one) => one.replace(/^\p{White_Space}+|\p{White_Space}+$/gu, '')).map((one) => (one.includes(GONE) ? null : one));
}

/** Whether the compilation shows just what is disclosed. */
function shows(own, entry) {
  const items = own.commitments.flatMap((one) => one.items ?? []);
  const left = new Set(items.filter((item) => item.text !== undefined));
  for (const [at, part] of entry.parts.entries()) {
    const all = untouched(part.text, part.omitted);
    if (all.length === 0) continue;
    const of = own.parts?.find((one) => one.at === at);
    if (!of) return false;
    const given = [...left].filter((item) => item.part === of.part).sort((a, b) => a.index - b.index);
    given.forEach((item) => left.delete(item));
    const seen = all.filter((one) => one !== null);
    if (own.changed?.includes(of.part)) continue;
    if (seen.length !== given.length || seen.some((one, index) => one !== given[index].text)) return false;
    const hides = items.some((item) => item.kind === 'paragraph' && item.part === of.part && item.text === undefined);
    if (hides && part.omitted.length === 0) return false;
  }
  return left.size === 0;
}

/** The answer, with the steps that hold. */
export async function check(receipt, { hearing, keys: list, proof, data }) {
  const keys = await reach(list);
  const steps = {
    receipt: receipt.version === 1 && receipt.hearing === hearing && await trusted(receipt, 'hoering/receipt/1', keys),
    release: proof.hearing === hearing && await trusted(proof, 'hoering/release-proof/1', keys),
    log: false, content: false, text: false,
  };
  const dataHash = proof.files.find(({ name }) => name === 'hoeringssvar.json')?.sha256;
  steps.release &&= toHex(await sha256(data)) === dataHash;
  const roots = new Set(receipt.commitments.map(({ root }) => root));
  const own = proof.responses.find((one) => one.commitments.some(({ root }) => roots.has(root)));
  if (!own) return { steps, answer: 'absent', reference: null };
  steps.log = [...roots].every((root) => own.commitments.some((one) => one.root === root));
  for (const one of own.commitments) {
    steps.log &&= await isIncluded(fromHex(one.root, 32), one.leaf, proof.log.size, path(one.inclusion), proof.log.root);
  }
  steps.content = (await Promise.all(own.commitments.map(givesRoot))).every(Boolean);
  const published = JSON.parse(new TextDecoder().decode(data));
  const entry = published.responses.find(({ reference }) => reference === own.as);
  steps.text = own.status === 'superseded' || (entry ? shows(own, entry) : !own.as);
  const fits = Object.values(steps).every(Boolean);
  const changed = (own.changed?.length ?? 0) > 0;
  const answer = !fits ? 'wrong' : changed ? 'changed' : own.status;
  return { steps: { ...steps, text: steps.text && !changed }, answer, reference: own.as ?? null };
}

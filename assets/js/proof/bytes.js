// Bytes, hashes and canonical JSON, as docs/proof.md has them.

export const ascii = (text) => new TextEncoder().encode(text);
export const utf8 = ascii;

export function join(...pieces) {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** Lowercase hexadecimal only, so that a value has one spelling. */
export function fromHex(text, length) {
  if (typeof text !== 'string' || !/^([0-9a-f]{2})*$/.test(text)) throw new Error('no hexadecimal');
  const bytes = Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  if (bytes.length !== length) throw new Error('wrong length');
  return bytes;
}

export const toHex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
export const sha256 = async (...pieces) => new Uint8Array(await crypto.subtle.digest('SHA-256', join(...pieces)));

export function big(number, bytes) {
  const out = new Uint8Array(bytes);
  for (let at = bytes - 1, rest = BigInt(number); at >= 0; at -= 1, rest >>= 8n) out[at] = Number(rest & 255n);
  return out;
}

export function path(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  if (bytes.length % 32 !== 0) throw new Error('no path');
  return Array.from({ length: bytes.length / 32 }, (_, at) => bytes.subarray(at * 32, at * 32 + 32));
}

const byCodePoint = (one, other) => {
  const [a, b] = [[...one], [...other]];
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    if (a[at] !== b[at]) return a[at].codePointAt(0) - b[at].codePointAt(0);
  }
  return a.length - b.length;
};

/** RFC 8785, for whole numbers below 2^53. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value && typeof value === 'object') {
    return `{${Object.keys(value).sort(byCodePoint).map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
  }
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new Error('not a whole number');
  return JSON.stringify(value);
}

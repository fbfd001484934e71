// Builds assets/dist/, which the program embeds: `npm run build`, called by script/bootstrap.
//
//   dkfds.css     the design system's stylesheet without its @font-face (it lists .woff first and dozens of files) and
//                 without the pictures of icons that no page of ours uses as background
//   site.css      css/*.css in the order of their names
//   *.js          one for each js/*.js, bundled
//   icons.svg     the icons that templates name (`{{icon "email"}}`) and those of icons.txt, as one sprite
//   plex-*.woff2  IBM Plex Sans 400 and 600, Latin with the Danish letters
//   plex-*.ttf    the same, whole, for the PDF
//   noto-*.ttf    Arabic and emoji, for the PDF
//
// Each text file has a .gz beside it. The addresses inside a stylesheet hold the first 8 digits of the file's SHA-256, as
// src/templates/assets.rs makes them. A file that has not changed is not written, so that the program is not built anew.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import path from 'node:path';
import { build, transform } from 'esbuild';

const here = import.meta.dirname;
const dkfds = path.join(here, 'node_modules/dkfds/dist');
const dist = path.join(here, 'dist');
const templates = path.join(here, '../templates');

// The pictures that dkfds shows as background in the components we use.
const PICTURES = ['check', 'check-white', 'chevron-down', 'chevron-left', 'chevron-right', 'chevron-up', 'close', 'error', 'info',
  'minus', 'plus', 'success', 'warning'];
const FONTS = { 'plex-400.woff2': 'Regular', 'plex-600.woff2': 'SemiBold' };

const PDF_FONTS = { 'plex-400.ttf': 'Regular', 'plex-600.ttf': 'SemiBold' };
// For what people write that the first lacks (OFL).
const MORE_PDF_FONTS = {
  'noto-arabic-400.ttf': 'noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf',
  'noto-emoji-400.ttf': 'noto-emoji/400Regular/NotoEmoji_400Regular.ttf',
};

const kept = new Set();
const addresses = {};

function write(name, bytes) {
  kept.add(name);
  const file = path.join(dist, name);
  if (!existsSync(file) || !readFileSync(file).equals(bytes)) writeFileSync(file, bytes);
}

/** Writes a file and its .gz, and notes its address. */
function put(name, content) {
  const bytes = Buffer.from(content);
  write(name, bytes);
  const extension = path.extname(name);
  if (extension !== '.woff2') write(`${name}.gz`, gzipSync(bytes, { level: 9 }));
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 8);
  addresses[name] = `/assets/${path.basename(name, extension)}.${hash}${extension}`;
}

/** Files of a folder by ending, in order; none if the folder is missing. */
function list(folder, ending) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(ending)).sort().map((name) => path.join(folder, name));
}

const text = (file) => readFileSync(file, 'utf8');

function fontsAndPictures() {
  for (const [name, weight] of Object.entries(FONTS)) {
    put(name, readFileSync(path.join(dkfds, `fonts/IBMPlexSans/split/woff2/IBMPlexSans-${weight}-Latin1.woff2`)));
  }
  for (const [name, weight] of Object.entries(PDF_FONTS)) {
    write(name, readFileSync(path.join(dkfds, `fonts/IBMPlexSans/complete/ttf/IBMPlexSans-${weight}.ttf`)));
  }
  for (const [name, file] of Object.entries(MORE_PDF_FONTS)) {
    write(name, readFileSync(path.join(here, 'node_modules/@expo-google-fonts', file)));
  }
  for (const name of PICTURES) put(`dkfds-${name}.svg`, readFileSync(path.join(dkfds, `img/svg-icons/${name}.svg`)));
  for (const file of list(here, '.svg').filter((file) => path.dirname(file) === here)) put(path.basename(file), readFileSync(file));
}

async function stylesheets() {
  const system = text(path.join(dkfds, 'css/dkfds.min.css'))
    .replace(/@font-face\s*\{[^}]*\}/g, '')
    .replace(/\/\*# sourceMappingURL=.*?\*\//, '')
    .replace(/url\([^)]*?([a-z0-9-]+)\.(?:svg|png)[^)]*\)/g, (_, name) => {
      const address = addresses[`dkfds-${name}.svg`];
      return address ? `url(${address})` : 'none';
    });
  put('dkfds.css', system);
  const own = list(path.join(here, 'css'), '.css').map(text).join('\n')
    .replace(/url\(["']?([^)/"']+)["']?\)/g, (_, name) => {
      if (!addresses[name]) throw new Error(`css: no file ${name}`);
      return `url(${addresses[name]})`;
    });
  put('site.css', (await transform(own, { loader: 'css', minify: true, legalComments: 'none' })).code);
}

async function scripts() {
  const entryPoints = list(path.join(here, 'js'), '.js').filter((file) => path.dirname(file) === path.join(here, 'js'));
  if (entryPoints.length === 0) return;
  const { outputFiles } = await build({
    entryPoints, bundle: true, minify: true, format: 'iife', target: 'es2022', write: false, outdir: dist, legalComments: 'none',
  });
  for (const file of outputFiles) put(path.basename(file.path), file.contents);
}

function sprite() {
  const extra = path.join(here, 'icons.txt');
  const names = new Set(existsSync(extra) ? text(extra).split(/\s+/).filter(Boolean) : []);
  for (const file of list(templates, '.hbs')) {
    for (const [, name] of text(file).matchAll(/\bicon "([a-z0-9-]+)"/g)) names.add(name);
  }
  const all = new Map([...text(path.join(dkfds, 'img/all-svg-icons.svg')).matchAll(/<symbol[\s\S]*?<\/symbol>/g)]
    .map(([symbol]) => [symbol.match(/id="([^"]+)"/)[1], symbol]));
  const missing = [...names].filter((name) => !all.has(name));
  if (missing.length) throw new Error(`the design system has no icon ${missing.join(', ')}`);
  const symbols = [...names].sort().map((name) => all.get(name));
  put('icons.svg', `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>`);
}

mkdirSync(dist, { recursive: true });
fontsAndPictures();
await stylesheets();
await scripts();
sprite();
for (const name of readdirSync(dist)) if (!kept.has(name)) rmSync(path.join(dist, name), { recursive: true });

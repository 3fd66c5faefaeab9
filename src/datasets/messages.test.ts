/** docs/DATA.md lists the code of every message about data, no other, and the limits as they are. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { LARGEST_UNPACKED } from './files/gzip.ts';
import { LARGEST_FILE } from './files/sourceFile.ts';
import { MOST_ENTRIES } from './files/zipEnd.ts';
import { MOST_CHANNELS } from './formats/arrays/imageLayout.ts';
import { MOST_CLASSES } from './importing/checks.ts';
import { expectRoomFor } from './importing/limits.ts';
import { LARGEST_SIDE } from './pictures/heads.ts';

const sources = ['../datasets/', '../library/'].flatMap((folder) => {
  const url = new URL(folder, import.meta.url);
  return readdirSync(url, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/(\.test|testing)\.ts$/.test(name))
    .map((name) => readFileSync(new URL(name, url), 'utf8'));
});
const all = sources.join('\n');
const found = (pattern: RegExp) => [...all.matchAll(pattern)].map(([, code]) => code!);

/** Written out where the error is made, in a constant, as a default, or of a family that says so. */
const used = new Set([
  ...found(/new LabError\(\s*'([a-z0-9-]+)'/g),
  ...found(/new LabError\(([A-Z_]+),/g).flatMap((name) =>
    found(new RegExp(`const ${name} = '([a-z0-9-]+)'`, 'g')),
  ),
  ...found(/\bcode = '([a-z0-9-]+)'/g),
  ...found(/'((?:zip|download)-[a-z-]+)'/g),
]);

const page = readFileSync(new URL('../../docs/DATA.md', import.meta.url), 'utf8');
const cells = [...page.matchAll(/^\| (`[a-z].*?) +\|/gm)].map(([, cell]) => cell!);
const listed = cells
  .flatMap((cell) => [...cell.matchAll(/`([a-z0-9-]+)`/g)])
  .map(([, code]) => code!);

it('every code is on the page', () => {
  expect(used.size).toBeGreaterThan(60);
  expect([...used].filter((code) => !listed.includes(code)).sort()).toEqual([]);
});

it('every code on the page is used, and stands there once', () => {
  expect(listed.filter((code) => !all.includes(`'${code}'`)).sort()).toEqual([]);
  expect(listed).toHaveLength(new Set(listed).size);
});

it.each([
  ['A file', `${LARGEST_FILE / 2 ** 20} MiB`],
  ['What archives unpack to, together', `${LARGEST_UNPACKED / 2 ** 30} GiB`],
  ['Files in an archive', MOST_ENTRIES.toLocaleString('en')],
  ['Pixels a side, of pictures and of arrays', LARGEST_SIDE.toLocaleString('en')],
  ['Channels of arrays', String(MOST_CHANNELS)],
  ['Classes', `2 to ${MOST_CLASSES}`],
])('the limit of “%s” is %s', (what, limit) => {
  const row = page.split('\n').find((line) => line.startsWith(`| ${what} `));
  expect(row?.split('|')[2]?.trim()).toBe(limit);
});

it('the limit of pixel values is where memory is refused', () => {
  const [, text] = /\| Pixel values of a part \(a byte each\) +\| ([\d,]+)/.exec(page)!;
  const most = Number(text!.replaceAll(',', ''));
  expect(() => expectRoomFor('images', [most, 1, 1, 1])).not.toThrow();
  expect(() => expectRoomFor('images', [most + 1, 1, 1, 1])).toThrow(text);
});

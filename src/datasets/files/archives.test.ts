/** Rows 1 to 9 and 35 to 43 of the malformed inputs: each made here, each answered by name. */
import fc from 'fast-check';
import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { codeOf, messageOf } from '../../core/errors.ts';
import { concatBytes } from '../../core/hash.ts';
import { LARGEST_UNPACKED, unpack } from './gzip.ts';
import { withoutCommonFolders } from './paths.ts';
import { openAll, readAll, tarOf, textBytes, zipOf, type ZipMember } from './testing.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const picture = (path: string, text = `picture ${path}`): ZipMember => ({
  path,
  bytes: textBytes(text),
});
const two = [picture('cat/1.png'), picture('dog/2.png')];
const gzip = (bytes: Uint8Array): Bytes => new Uint8Array(gzipSync(bytes));
const sound = zipOf(two);

function change(bytes: Bytes, at: number, ...values: number[]): Bytes {
  const changed = bytes.slice();
  changed.set(values, at < 0 ? bytes.length + at : at);
  return changed;
}

async function faultOf(path: string, bytes: Bytes): Promise<Error> {
  const fault: unknown = await readAll([{ path, bytes }]).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(fault, 'an error').toBeInstanceOf(Error);
  return fault as Error;
}

const packed = gzip(textBytes('a few bytes, a few bytes, a few bytes'));

/** What is wrong, its code, what the message says, the file. */
const badInput: readonly (readonly [string, string, RegExp, string, Bytes])[] = [
  ['row 1: gz cut in the middle', 'gzip-truncated', /after 20 bytes/, 'a.gz', packed.slice(0, 20)],
  ['row 2: gz without trailer', 'gzip-truncated', /breaks off/, 'a.gz', packed.slice(0, -8)],
  ['row 3: gz, wrong CRC', 'gzip-checksum', /37 unpacked/, 'a.gz', change(packed, -8, 1, 2, 3)],
  ['row 4: gz, wrong length', 'gzip-checksum', /37 unpacked/, 'a.gz', change(packed, -4, 38)],
  [
    'row 5: junk after gz',
    'gzip-trailing',
    new RegExp(`at byte ${packed.length} follows something else, 30 bytes`),
    'a.gz',
    concatBytes([packed, new Uint8Array(30).fill(7)]),
  ],
  [
    'row 5: a single byte after gz',
    'gzip-trailing',
    /something else, 1 bytes/,
    'a.gz',
    concatBytes([packed, Uint8Array.of(0)]),
  ],
  [
    'row 6: a second gz member with a wrong CRC',
    'gzip-checksum',
    /37 unpacked/,
    'a.gz',
    change(concatBytes([packed, packed]), -8, 1, 2, 3),
  ],
  [
    'row 6: a first gz member with a wrong CRC',
    'gzip-checksum',
    /37 unpacked/,
    'a.gz',
    concatBytes([change(packed, -8, 1, 2, 3), packed]),
  ],
  ['row 8: empty', 'empty-file', /a\.gz, which holds nothing/, 'a.gz', new Uint8Array()],
  ['row 8: a gz header alone', 'gzip-truncated', /10 bytes/, 'a.gz', packed.slice(0, 10)],
  ['row 35: a path that climbs', 'unsafe-path', /\.\."/, 'a.zip', zipOf([picture('../../x.png')])],
  [
    'row 35: an absolute path',
    'unsafe-path',
    /root of a disk/,
    'a.zip',
    zipOf([picture('/x.png')]),
  ],
  ['row 35: a drive', 'unsafe-path', /drive/, 'a.zip', zipOf([picture('C:/x.png')])],
  ['row 35: a backslash', 'unsafe-path', /backslash/, 'a.zip', zipOf([picture('cat\\x.png')])],
  ['row 35: a zero character', 'unsafe-path', /zero char/, 'a.zip', zipOf([picture('x\0.png')])],
  ['row 35: in a tar', 'unsafe-path', /a\.tar › \.\.\/x/, 'a.tar', tarOf([picture('../x.png')])],
  [
    'row 37: one name twice',
    'zip-duplicate',
    /a\.zip › cat\/1\.png/,
    'a.zip',
    zipOf([...two, picture('cat/1.png', 'other')]),
  ],
  [
    'row 38: less than there is, in the directory',
    'zip-size',
    /20 bytes at byte 0 of a\.zip and 4 bytes/,
    'a.zip',
    zipOf([{ ...picture('x.png', 'twenty bytes of text'), size: 4, localSize: 20 }]),
  ],
  [
    'row 38: less than there is, in both places',
    'zip-checksum',
    /x\.png, whose 5 unpacked bytes/,
    'a.zip',
    zipOf([{ ...picture('x.png', 'twenty bytes of text'), size: 4 }]),
  ],
  [
    'row 38: more than there is',
    'zip-checksum',
    /x\.png, whose 20 unpacked bytes/,
    'a.zip',
    zipOf([{ ...picture('x.png', 'twenty bytes of text'), size: 21 }]),
  ],
  [
    'row 38: more than could be',
    'zip-size',
    /x\.png, 22 bytes that are said to unpack to 900000000/,
    'a.zip',
    zipOf([{ ...picture('x.png', 'twenty bytes of text'), size: 900_000_000 }]),
  ],
  [
    'row 39: a bit flipped in a stored member',
    'zip-checksum',
    /a\.zip › x\.png/,
    'a.zip',
    change(zipOf([{ ...picture('x.png'), method: 0 }]), 37, 0xff),
  ],
  [
    'row 40: encrypted',
    'zip-encrypted',
    /x\.png, which is encrypted/,
    'a.zip',
    zipOf([{ ...picture('x.png'), flags: 1 }]),
  ],
  [
    'row 40: an unknown method',
    'zip-method',
    /x\.png, packed by LZMA/,
    'a.zip',
    zipOf([{ ...picture('x.png'), method: 14 }]),
  ],
  [
    'row 40: one piece of several',
    'zip-unsupported',
    /one piece/,
    'a.zip',
    zipOf(two, { disk: 1 }),
  ],
  [
    'row 41: members that lie in each other',
    'zip-overlap',
    /cat\/1\.png/,
    'a.zip',
    zipOf([picture('cat/1.png'), { ...picture('dog/2.png'), begin: 0 }]),
  ],
  [
    'row 41: a zip in a zip',
    'zip-nested',
    /a\.zip › inner\.zip/,
    'a.zip',
    zipOf([...two, { path: 'inner.zip', bytes: sound }]),
  ],
  [
    'row 41: more than a gigabyte in all',
    'too-large-inflated',
    new RegExp(`at most ${LARGEST_UNPACKED} bytes`),
    'a.zip',
    zipOf(
      [1, 2].map((each) => ({
        ...picture(`${each}.png`),
        packed: new Uint8Array(2 ** 20),
        size: 600 * 2 ** 20,
      })),
    ),
  ],
  ['row 42: a zip cut', 'zip-corrupt', /does not end/, 'a.zip', sound.slice(0, -30)],
  ['row 42: only its beginning', 'zip-corrupt', /does not end/, 'a.zip', sound.slice(0, 40)],
  ['row 42: bytes behind', 'zip-corrupt', /end/, 'a.zip', concatBytes([sound, textBytes('x')])],
  ['row 42: bytes before', 'zip-corrupt', /end at byte/, 'a.zip', concatBytes([sound, sound])],
  ['row 42: too large a count', 'zip-corrupt', /3 files/, 'a.zip', zipOf(two, { count: 3 })],
  ['row 42: too small a count', 'zip-corrupt', /holds/, 'a.zip', zipOf(two, { count: 1 })],
  ['too many files', 'too-many-files', /300000/, 'a.zip', zipOf(two, { zip64: true, count: 3e5 })],
  ['a tar cut', 'tar-truncated', /a\.tar/, 'a.tar', tarOf(two).slice(0, 1200)],
  ['a tar without its end', 'tar-truncated', /byte 2048/, 'a.tar', tarOf(two).slice(0, 2048)],
  ['a tar header changed', 'tar-corrupt', /byte 1024/, 'a.tar', change(tarOf(two), 1030, 1)],
  [
    'a tar entry of an unknown type',
    'tar-unsupported',
    /x\.png, an entry of type "Z"/,
    'a.tar',
    tarOf([{ ...picture('x.png'), type: 'Z' }]),
  ],
];

describe('malformed archives', () => {
  it.each(badInput)('%s: %s', async (_what, code, says, path, bytes) => {
    const fault = await faultOf(path, bytes);
    expect(codeOf(fault)).toBe(code);
    expect(messageOf(fault)).toMatch(says);
    expect(messageOf(fault)).toContain(path);
    expect(messageOf(fault)).toMatch(/^Found .+; expected .+\. To do: .+\.$/s);
  });

  it('row 9: a gzip bomb is left at the limit', async () => {
    const zeros = new Uint8Array(gzipSync(new Uint8Array(16 * 2 ** 20), { level: 9 }));
    const bytes = concatBytes([zeros, zeros, zeros, zeros, zeros]);
    const fault: unknown = await unpack({ name: 'bomb.gz', bytes }, 64 * 2 ** 20).catch(
      (error) => error,
    );
    expect(codeOf(fault)).toBe('too-large-inflated');
    expect(messageOf(fault)).toMatch(/bomb\.gz, \d+ bytes, which unpacks to more than 67108864/);
  });
});

describe('archives that are sound, if odd', () => {
  const texts = async (path: string, bytes: Bytes) =>
    (await readAll([{ path, bytes }])).map((file) => [
      file.path,
      new TextDecoder().decode(file.bytes),
    ]);

  it.each([0, 1, 6, 9])('row 1: gz cut anywhere, packed at level %i', async (level) => {
    const values = Uint8Array.from({ length: 1936 }, (_, at) => (at * 37) % 251);
    const whole = new Uint8Array(gzipSync(values, { level }));
    for (let length = 2; length < whole.length; length++) {
      const cut = unpack({ name: 'a.gz', bytes: whole.slice(0, length) });
      expect(await cut.then(() => 'unpacked', codeOf)).toBe('gzip-truncated');
    }
  });

  it('row 6: gzip members come one after the other', async () => {
    const members = concatBytes(
      ['one, ', 'two, ', '', 'three'].map((text) => gzip(textBytes(text))),
    );
    expect(await texts('a.txt.gz', members)).toEqual([['a.txt', 'one, two, three']]);
  });

  it('row 7: a plain file may be named .gz', async () => {
    expect(await texts('a.gz', textBytes('plain'))).toEqual([['a.gz', 'plain']]);
  });

  it('row 36: an entry may be called __proto__', async () => {
    const files = await texts('a.zip', zipOf([picture('__proto__', 'x'), picture('b', 'y')]));
    expect(files).toEqual([
      ['__proto__', 'x'],
      ['b', 'y'],
    ]);
    expect(Object.prototype).not.toHaveProperty('x');
  });

  it('row 40: zip64 is read, since more than 65,534 files need it', async () => {
    const members = two.map((member) => ({ ...member, zip64: true }));
    const files = await texts('a.zip', zipOf(members, { zip64: true }));
    expect(files.map(([path]) => path)).toEqual(['cat/1.png', 'dog/2.png']);
  });

  it('row 43: leaves out what systems write beside the files, folders and links, and says so', async () => {
    const bytes = zipOf([
      picture('photos/cat/'),
      picture('photos/cat/1.png'),
      picture('__MACOSX/photos/cat/._1.png'),
      picture('photos/.DS_Store'),
      picture('photos/cat/Thumbs.db'),
      { ...picture('photos/cat/2.png'), madeBy: 0x314, attributes: 0xa1ff << 16 },
      picture('photos/dog/1.png'),
    ]);
    const { files, skipped } = await openAll([{ path: 'a.zip', bytes }]);
    expect(files.map(({ path }) => path)).toEqual(['cat/1.png', 'dog/1.png']);
    expect(skipped.map(({ name }) => name.replace('a.zip › ', ''))).toEqual([
      'photos/cat/2.png',
      '__MACOSX/photos/cat/._1.png',
      'photos/.DS_Store',
      'photos/cat/Thumbs.db',
    ]);
    expect(new Set(skipped.map(({ kind }) => kind))).toEqual(new Set(['ignored']));
  });

  it('row 52: two spellings of é are one', async () => {
    const files = await texts('a.zip', zipOf([picture('caf\u00e9/1'), picture('cafe\u0301/2')]));
    expect(files.map(([path]) => path)).toEqual(['caf\u00e9/1', 'caf\u00e9/2']);
  });

  it('takes off folders that all files share, however deep they lie', () => {
    const deep = 'a/'.repeat(30_000);
    expect(withoutCommonFolders([`${deep}b/1.png`, `${deep}c/2.png`])).toEqual([
      'b/1.png',
      'c/2.png',
    ]);
    expect(withoutCommonFolders([`${deep}1.png`])).toEqual(['a/1.png']);
    expect(withoutCommonFolders(['b/1.png', 'bc/2.png'])).toEqual(['b/1.png', 'bc/2.png']);
    expect(withoutCommonFolders(['1.png', 'b/2.png'])).toEqual(['1.png', 'b/2.png']);
  });

  it('reads names of code page 437', async () => {
    const bytes = zipOf([{ ...picture('caf_/1'), flags: 0 }]);
    const named = bytes.map((byte) => (byte === 0x5f ? 0x82 : byte)); // é in that code page
    expect((await readAll([{ path: 'a.zip', bytes: named }]))[0]!.path).toBe('café/1');
  });

  it('reads zip files with a comment, even one that looks like an end', async () => {
    const comment = 'PK\u0005\u0006 and so on, longer than an end record would be';
    const files = await texts('a.zip', zipOf(two, { comment }));
    expect(files).toHaveLength(2);
  });

  it('puts the files of several archives into folders of their names', async () => {
    const files = await readAll([
      { path: 'train.zip', bytes: sound },
      { path: 'test.tar.gz', bytes: gzip(tarOf(two)) },
    ]);
    expect(files.map(({ path }) => path)).toEqual([
      'train/cat/1.png',
      'train/dog/2.png',
      'test/cat/1.png',
      'test/dog/2.png',
    ]);
  });

  it('opens gzip and tar within a zip', async () => {
    const bytes = zipOf([
      { path: 'labels.gz', bytes: gzip(textBytes('labels')) },
      { path: 'cats.tgz', bytes: gzip(tarOf(two)) },
    ]);
    const files = await texts('a.zip', bytes);
    expect(files.map(([path]) => path)).toEqual(['labels', 'cats/cat/1.png', 'cats/dog/2.png']);
    expect(files[0]![1]).toBe('labels');
  });

  it('reads names that are too long for a tar header', async () => {
    const path = `${'long '.repeat(20)}/${'name '.repeat(18)}.png`;
    const pax = `path=${path}\n`;
    const record = `${pax.length + 4} ${pax}`;
    expect(record.length).toBe(pax.length + 4);
    const members = [
      { path: 'pax', type: 'x', bytes: textBytes(record) },
      picture('short'),
      { path: '././@LongLink', type: 'L', bytes: textBytes(`gnu/${path}\0`) },
      picture('short'),
      { ...picture('end.png'), prefix: 'a/b' },
    ];
    const paths = (await readAll([{ path: 'a.tar', bytes: tarOf(members) }])).map(
      (file) => file.path,
    );
    const clean = path.replace(' /', '/');
    expect(paths).toEqual([clean, `gnu/${clean}`, 'a/b/end.png']);
  });

  it('inflates members beyond four megabytes, and notices their faults, too', async () => {
    let state = 1; // numbers that do not pack: Numerical Recipes' generator
    const bytes = Uint8Array.from({ length: 6 * 2 ** 20 }, () => {
      state = Math.imul(state, 1664525) + 1013904223;
      return state >>> 24;
    });
    const archive = zipOf([{ path: 'x.npy', bytes }]);
    const [file] = await readAll([{ path: 'a.npz', bytes: archive }]);
    expect(file!.bytes.length).toBe(bytes.length);
    expect(Buffer.compare(file!.bytes, bytes)).toBe(0);
    expect(codeOf(await faultOf('a.npz', change(archive, 5 * 2 ** 20, 1, 2, 3)))).toBe(
      'zip-checksum',
    );
    const short = zipOf([{ path: 'x.npy', bytes, size: bytes.length - 9 }]);
    expect(codeOf(await faultOf('a.npz', short))).toBe('zip-checksum');
  });
});

const name = fc.stringMatching(/^[a-zé]{1,8}$/);
const members = fc.uniqueArray(
  fc.record({ path: fc.tuple(name, name).map((parts) => parts.join('/')), bytes: fc.uint8Array() }),
  { selector: ({ path }) => path.normalize('NFC'), minLength: 1, maxLength: 8 },
);

/** By what is left when a common folder is taken off. */
const sameFiles = (read: readonly { path: string; bytes: Uint8Array }[], written: typeof read) => {
  expect(read.length).toBe(written.length);
  read.forEach((file, index) => {
    expect(written[index]!.path.endsWith(file.path)).toBe(true);
    expect([...file.bytes]).toEqual([...written[index]!.bytes]);
  });
};

/**
 * A changed beginning is no archive any more, and a changed attribute may make a link. Else every
 * file is what it was; tar alone does not protect what its files hold.
 */
const sameOrUnknown = (read: readonly ZipMember[], path: string, written: readonly ZipMember[]) => {
  const known = path.endsWith('tar') ? read.map((file) => file.bytes.length) : read.map(textOf);
  const expected = path.endsWith('tar')
    ? written.map((file) => file.bytes.length)
    : written.map(textOf);
  if (read.length === 1 && read[0]!.path === path) return;
  for (const each of known) expect(expected).toContainEqual(each);
};
const textOf = ({ bytes }: ZipMember) => new TextDecoder().decode(bytes);

const writers = {
  'a.zip': (files: readonly ZipMember[]) => zipOf(files),
  'b.zip': (files: readonly ZipMember[]) => zipOf(files.map((file) => ({ ...file, method: 0 }))),
  'c.tar': tarOf,
  'd.tar.gz': (files: readonly ZipMember[]) => gzip(tarOf(files)),
} as const;

describe.each(Object.entries(writers))('any files in %s', (path, write) => {
  it('come out as they went in', async () => {
    await fc.assert(
      fc.asyncProperty(members, async (files) => {
        sameFiles(await readAll([{ path, bytes: write(files) }]), files);
      }),
    );
  });

  it('come out whole or not at all when the file is cut', async () => {
    const files = [picture('cat/1.png', 'x'.repeat(700)), ...two.slice(1)];
    const whole = write(files);
    for (let length = 0; length < whole.length; length += length < 700 ? 1 : 13) {
      const bytes = whole.slice(0, length);
      const read = await readAll([{ path, bytes }]).catch((error: unknown) => error);
      if (read instanceof Error) expect(codeOf(read), messageOf(read)).toBeDefined();
      else if (length < 600)
        expect(read).toEqual([{ path, bytes }]); // too short to be known
      else sameFiles(read as ZipMember[], files);
    }
  });

  it('come out as they were or not at all when bytes are changed', async () => {
    const files = [picture('cat/1.png', 'y'.repeat(300)), ...two.slice(1)];
    const whole = write(files);
    const changes = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), {
      minLength: 1,
      maxLength: 16,
    });
    await fc.assert(
      fc.asyncProperty(changes, async (all) => {
        const bytes = whole.slice();
        for (const [at, value] of all) bytes[at] = value;
        const read = await readAll([{ path, bytes }]).catch((error: unknown) => error);
        if (read instanceof Error) expect(codeOf(read), messageOf(read)).toBeDefined();
        else sameOrUnknown(read as ZipMember[], path, files);
      }),
      { numRuns: 300 },
    );
  });
});

const cifar = new URL('../../../../shared/data/cifar10-sample.zip', import.meta.url);
describe.skipIf(!existsSync(cifar))(
  'a real zip file (skipped where ../shared/data is absent)',
  () => {
    it('holds 7,000 JPEGs', async () => {
      const bytes = new Uint8Array(readFileSync(cifar));
      const files = await readAll([{ path: 'cifar10-sample.zip', bytes }]);
      expect(files).toHaveLength(7000);
      expect(new Set(files.map(({ path }) => path.split('/')[0]))).toEqual(
        new Set(['train', 'test']),
      );
      expect(files.every((file) => file.bytes[0] === 0xff && file.bytes[1] === 0xd8)).toBe(true);
    });
  },
);

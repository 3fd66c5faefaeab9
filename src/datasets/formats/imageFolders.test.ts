/** Rows 43 to 52 of the malformed inputs, as far as folders of pictures go; and real ones. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { codeOf, LabError, messageOf } from '../../core/errors.ts';
import { openAll, textBytes, zipOf } from '../files/testing.ts';
import type { SourceFile } from '../files/sourceFile.ts';
import type { Answers } from '../importing/reading.ts';
import { decodeInNode, evenPng, jpegOf, pngOf } from '../pictures/testing.ts';
import { imageFolders } from './imageFolders.ts';
import { fileOf, readingWith } from './testing.ts';

type Contents = Readonly<Record<string, Uint8Array>>;

const filesOf = (contents: Contents): SourceFile[] =>
  Object.entries(contents).map(([path, bytes]) => fileOf(path, bytes));

async function read(contents: Contents, answers: Answers = {}) {
  const reading = readingWith(answers, decodeInNode);
  const parts = await imageFolders.read(filesOf(contents), reading);
  return { ...parts, ...reading };
}

async function faultOf(contents: Contents): Promise<Error> {
  const fault: unknown = await read(contents).catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(LabError);
  return fault as Error;
}

const four: Contents = {
  'cat/1.png': evenPng(2, 2, 10),
  'cat/2.png': evenPng(2, 2, 20),
  'dog/1.png': evenPng(2, 2, 30),
  'dog/2.png': evenPng(2, 2, 40),
};

describe('pictures by class folder', () => {
  it('become images in the order of their paths, and classes in that of their names', async () => {
    const reversed = Object.fromEntries(Object.entries(four).reverse());
    for (const contents of [four, reversed]) {
      const { train, test, classNames, asked, remarks, skipped } = await read(contents);
      expect(train.shape).toEqual([4, 2, 2, 1]);
      expect([...train.images]).toEqual([10, 20, 30, 40].flatMap((value) => Array(4).fill(value)));
      expect([...train.labels]).toEqual([0, 0, 1, 1]);
      expect(test).toBeUndefined();
      expect(classNames).toEqual(['cat', 'dog']);
      expect(asked.map(({ id, answer }) => [id, answer])).toEqual([
        ['picture-size', 'as-is'],
        ['picture-colour', 'grey'],
      ]);
      expect([remarks, skipped]).toEqual([[], []]);
    }
  });

  it('tell training from test images by folders of the common names', async () => {
    const parts = { 'Training/a/1.png': evenPng(2, 2, 1), 'Training/b/1.png': evenPng(2, 2, 2) };
    const { train, test } = await read({ ...parts, 'testing/b/3.png': evenPng(2, 2, 9) });
    expect([...train.labels]).toEqual([0, 1]);
    expect([...test!.labels]).toEqual([1]);
    expect(test!.images[0]).toBe(9);
    const validated = await read({ ...parts, 'valid/a/3.png': evenPng(2, 2, 7) });
    expect(validated.test!.images[0]).toBe(7);
    expect(validated.remarks).toEqual(['The 1 picture for validation are the test images.']);
  });

  it('count folders named by numbers in their order', async () => {
    const names = ['10', '9', '2'];
    const contents = Object.fromEntries(
      names.map((name) => [`${name}/x.png`, evenPng(1, 1, Number(name))]),
    );
    const { classNames, train } = await read(contents);
    expect(classNames).toEqual(['2', '9', '10']);
    expect([...train.images].map((value, at) => [value, train.labels[at]])).toEqual([
      [10, 2],
      [2, 0],
      [9, 1],
    ]);
  });

  it('come in the size, fit and colour that were answered', async () => {
    const wide = pngOf({
      width: 4,
      height: 2,
      channels: 1,
      data: Uint8Array.from({ length: 8 }, (_, i) => i),
    });
    const contents = { 'a/1.png': wide, 'b/1.png': evenPng(8, 8, 200, 100, 50) };
    const { train, asked, remarks } = await read(contents, {
      'picture-size': '8',
      'picture-fit': 'pad',
    });
    expect(train.shape).toEqual([2, 8, 8, 3]);
    expect([...train.images.subarray(0, 6)]).toEqual(Array(6).fill(0));
    expect([...train.images.subarray(192, 195)]).toEqual([200, 100, 50]);
    expect(asked.map(({ id }) => id)).toEqual(['picture-size', 'picture-fit', 'picture-colour']);
    expect(asked[0]!.answer).toBe('8');
    expect(asked[0]!.help).toContain('4 to 8 pixels wide and 2 to 8 high');
    expect(remarks[0]).toMatch(/^1 picture brought to 8 × 8 pixels .+ whole, on black/);
    expect(remarks).toContain('1 picture in grey beside others in colour.');
  });

  it('are suggested at 32 pixels where they are large, though of one size', async () => {
    const large = { 'a/1.png': evenPng(70, 70, 1), 'b/1.png': evenPng(70, 70, 2) };
    const { train, asked } = await read(large);
    expect(train.shape).toEqual([2, 32, 32, 1]);
    expect(asked[0]!.choices[0]!.label).toBe('As they are (70 × 70)');
    expect((await read(large, { 'picture-size': 'as-is' })).train.shape).toEqual([2, 70, 70, 1]);
  });

  it('row 44: are left out where they are damaged, each by name, and the others close up', async () => {
    const whole = evenPng(2, 2, 99);
    const jpeg = jpegOf(2, 2, new Uint8Array(16));
    const { train, skipped } = await read({
      'a/0.png': whole.slice(0, -20),
      'a/1.jpg': jpeg.slice(0, jpeg.length - 30),
      'a/2.png': new Uint8Array(),
      'a/3.png': textBytes('not a picture'),
      'a/4.svg': textBytes('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      ...four,
    });
    expect([...train.images.filter((_, at) => at % 12 === 0)]).toEqual([10, 20, 30, 40]);
    expect([...train.labels]).toEqual([1, 1, 2, 2]);
    expect(skipped.map(({ name }) => name).sort()).toEqual([
      'a/0.png',
      'a/1.jpg',
      'a/2.png',
      'a/3.png',
      'a/4.svg',
    ]);
    expect(skipped.every(({ kind }) => kind === 'damaged')).toBe(true);
    expect(skipped.every(({ reason }) => !reason.includes('a/'))).toBe(true);
  });

  it('row 43: leave other files aside', async () => {
    const { skipped, train } = await read({
      ...four,
      'readme.txt': textBytes('x'),
      'cat/notes': textBytes('y'),
    });
    expect(train.shape[0]).toBe(4);
    expect(skipped).toEqual([
      { name: 'readme.txt', reason: 'no picture', kind: 'ignored' },
      { name: 'cat/notes', reason: 'no picture', kind: 'ignored' },
    ]);
  });

  it('rows 47, 49 to 51: say what the policy over mixed files touched', async () => {
    const { remarks, train } = await read({
      'a/1.png': pngOf({ width: 2, height: 2, channels: 1, data: new Uint16Array(4).fill(65535) }),
      'a/2.png': evenPng(2, 2, 200, 100, 50, 0),
      'b/3.png': jpegOf(2, 2, new Uint8Array(16).fill(255)),
      'b/4': evenPng(2, 2, 5),
    });
    expect(remarks).toEqual([
      '1 picture reduced from 16 bits a value to 8.',
      '1 picture with clear pixels, laid over black.',
      '2 pictures in grey beside others in colour.',
      '1 picture named as another type than they are, read by their content.',
    ]);
    expect([...train.images.subarray(0, 3)]).toEqual([255, 255, 255]);
    expect([...train.images.subarray(12, 15)]).toEqual([0, 0, 0]);
  });

  it('row 52: merge two spellings of one class, and say so', async () => {
    const bytes = zipOf([
      { path: 'caf\u00e9/1.png', bytes: evenPng(1, 1, 1) },
      { path: 'cafe\u0301/2.png', bytes: evenPng(1, 1, 2) },
      { path: 'dog/3.png', bytes: evenPng(1, 1, 3) },
    ]);
    const { files } = await openAll([{ path: 'x.zip', bytes }]);
    const reading = readingWith({}, decodeInNode);
    const { train, classNames } = await imageFolders.read(files, reading);
    expect(classNames).toEqual(['caf\u00e9', 'dog']);
    expect([...train.labels]).toEqual([0, 0, 1]);
    expect(train.name).toBe('x');
    expect(reading.remarks).toEqual([
      '2 folders are one class, caf\u00e9: their names differ only in how accents are stored.',
    ]);
  });

  it('in no folder beside others in folders are left out, and told', async () => {
    const { skipped, remarks, train } = await read({ ...four, 'cover.png': evenPng(9, 9, 1) });
    expect(train.shape).toEqual([4, 2, 2, 1]);
    expect(skipped).toEqual([
      { name: 'cover.png', reason: 'a picture in no class folder', kind: 'ignored' },
    ]);
    expect(remarks).toEqual(['1 picture in no class folder: left out.']);
  });
});

describe('folders that make no dataset', () => {
  const many = Object.fromEntries(
    Array.from({ length: 300 }, (_, i) => [`class ${i}/x.png`, evenPng(1, 1, i % 256)]),
  );
  const cases: readonly (readonly [string, string, RegExp, Contents])[] = [
    ['row 52: too many classes', 'class-count', /300 class folders: "class 0"/, many],
    [
      'a single class',
      'class-count',
      /1 class folders: "cat"/,
      { 'cat/1.png': four['cat/1.png']! },
    ],
    [
      'no folders',
      'no-class-folders',
      /in no folder, such as 1\.png/,
      { '1.png': four['cat/1.png']! },
    ],
    ['pictures of which none is one', 'no-pictures', /a\/1\.png/, { 'a/1.png': textBytes('x') }],
  ];
  it.each(cases)('%s: %s', async (_what, code, says, contents) => {
    const fault = await faultOf(contents);
    expect(codeOf(fault)).toBe(code);
    expect(messageOf(fault)).toMatch(says);
  });

  it('is told before anything is decoded where the images would be too many', async () => {
    const pictures = { 'a/1.png': evenPng(4096, 1, 1), 'b/1.png': evenPng(4096, 1, 2) };
    const files = filesOf(pictures);
    const more = Array.from({ length: 90_000 }, (_, i) => ({
      ...files[i % 2]!,
      path: `${i % 2}/${i}.png`,
    }));
    const reading = readingWith({ 'picture-size': '128', 'picture-colour': 'grey' }, () => {
      throw new Error('decoded');
    });
    const fault: unknown = await imageFolders.read(more, reading).catch((error: unknown) => error);
    expect(codeOf(fault)).toBe('too-many-pixels');
  });
});

it('a cancel ends the reading', async () => {
  const cancel = new LabError('cancelled', { found: 'a', expected: 'b', fix: 'c' });
  const reading = readingWith({}, decodeInNode);
  let calls = 0;
  const progress = async () => {
    if (++calls > 6) throw cancel;
  };
  await expect(imageFolders.read(filesOf(four), { ...reading, progress })).rejects.toBe(cancel);
  expect(reading.skipped).toEqual([]);
});

const cifar = new URL('../../../../shared/data/cifar10-sample.zip', import.meta.url);
describe.skipIf(!existsSync(cifar))(
  'a real zip file (skipped where ../shared/data is absent)',
  () => {
    it('becomes 5,000 and 2,000 images of 32 × 32 in colour', async () => {
      const bytes = new Uint8Array(readFileSync(cifar));
      const { files } = await openAll([{ path: 'cifar10-sample.zip', bytes }]);
      expect(await imageFolders.recognises(files)).toBe(true);
      const reading = readingWith({}, decodeInNode);
      const { train, test, classNames } = await imageFolders.read(files, reading);
      expect(train.shape).toEqual([5000, 32, 32, 3]);
      expect(test!.shape).toEqual([2000, 32, 32, 3]);
      expect(classNames).toHaveLength(10);
      expect(classNames).toContain('airplane');
      for (let label = 0; label < 10; label++) {
        expect(train.labels.filter((each) => each === label)).toHaveLength(500);
      }
      expect([reading.remarks, reading.skipped]).toEqual([[], []]);
    });
  },
);

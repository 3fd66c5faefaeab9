import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../../core/errors.ts';
import type { Dataset } from '../dataset.ts';
import { fileOf, readingWith } from '../formats/testing.ts';
import { decodePicture } from '../pictures/decode.ts';
import { addPictures } from './addingPictures.ts';

/** 2 × 2 grey: images of one value. */
const stored: Dataset = {
  ...{ id: 'own/a', label: 'Pets', height: 2, width: 2, channels: 1, sha256: 'ab' },
  classNames: ['cat', 'dog'],
  train: set([10, 20], [0, 1]),
  test: set([30, 40], [0, 1]),
  ...{ source: 'a folder', licence: 'mine' },
};

function set(values: readonly number[], labels: readonly number[]) {
  const images = Uint8Array.from(values.flatMap((value) => [value, value, value, value]));
  return { count: values.length, images, labels: Uint8Array.from(labels) };
}

/** All of one grey. */
const png = (name: string, value: number, [width, height]: [number, number] = [2, 2]) =>
  fileOf(
    name,
    encode({
      width,
      height,
      data: new Uint8Array(width * height).fill(value),
      channels: 1,
      depth: 8,
    }),
  );

const reading = (answers = {}) =>
  readingWith(answers, (file) =>
    decodePicture(file, () => Promise.reject(new Error('no decoder'))),
  );

describe('pictures added to a class', () => {
  it('come behind its training images; the dataset before stays as it is', async () => {
    const before = structuredClone(stored);
    const { dataset, format } = await addPictures(
      stored,
      1,
      [png('a.png', 50), png('b.png', 60)],
      reading(),
    );
    expect([...dataset.train.labels]).toEqual([0, 1, 1, 1]);
    expect([...dataset.train.images]).toEqual([...set([10, 20, 50, 60], []).images]);
    expect(dataset).toMatchObject({
      label: 'Pets + 2 pictures',
      test: stored.test,
      licence: 'mine',
    });
    expect(dataset.source).toBe("a folder; and 2 pictures of one's own in class dog");
    expect([dataset.id, 'sha256' in dataset, format]).toEqual([
      'own',
      false,
      'Pictures into class dog',
    ]);
    expect(stored).toEqual(before);
  });

  it('are brought to its size, with a question where proportions differ', async () => {
    const even = reading();
    const { dataset } = await addPictures(stored, 0, [png('a.png', 70, [8, 8])], even);
    expect([...dataset.train.images.slice(8)]).toEqual([70, 70, 70, 70]);
    expect(even.asked).toEqual([]);
    const wide = reading({ 'picture-fit': 'pad' });
    const padded = await addPictures(stored, 0, [png('a.png', 70, [8, 4])], wide);
    expect([...padded.dataset.train.images.slice(8)].filter((value) => value === 0).length).toBe(2);
    expect(wide.asked.map(({ id }) => id)).toEqual(['picture-fit']);
  });

  it('that cannot be read are left out, and told', async () => {
    const notes = reading();
    const bad = fileOf('b.png', 'no picture');
    const { dataset } = await addPictures(stored, 0, [bad, png('a.png', 70)], notes);
    expect(dataset.train.count).toBe(3);
    expect(notes.skipped).toEqual([
      { name: 'b.png', kind: 'damaged', reason: expect.stringContaining('begins with 6e 6f') },
    ]);
    const none = await addPictures(stored, 0, [bad], reading()).catch((error: unknown) => error);
    expect(codeOf(none)).toBe('no-pictures');
  });

  it('that are there already are counted', async () => {
    const notes = reading();
    const files = [png('a.png', 10), png('b.png', 40), png('c.png', 90), png('d.png', 90)];
    await addPictures(stored, 0, files, notes);
    expect(notes.remarks).toEqual([
      '2 pictures are in the training part already.',
      '1 picture is in the test part, too: accuracy there is recall.',
    ]);
  });

  it.each([
    ['no-class', { label: 2 }],
    ['no-pictures', { files: [] }],
    ['channel-count', { channels: 2 }],
    ['too-many-pixels', { height: 2 ** 15, width: 2 ** 15 }],
  ])(
    'are refused by %s',
    async (code, { label = 0, files = [png('a.png', 1)], ...changes }: Changes) => {
      const answer = addPictures({ ...stored, ...changes }, label, files, reading());
      expect(codeOf(await answer.catch((error: unknown) => error))).toBe(code);
    },
  );
});

interface Changes extends Partial<Pick<Dataset, 'channels' | 'height' | 'width'>> {
  readonly label?: number;
  readonly files?: ReturnType<typeof png>[];
}

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { codeOf, LabError } from '../core/errors.ts';
import type { SystemChoice } from '../core/system.ts';
import type { FileFormat } from '../datasets/formats/format.ts';
import { writeIdx } from '../datasets/formats/idx.ts';
import { formats } from '../datasets/formats/index.ts';
import type { Question } from '../datasets/importing/reading.ts';
import { ownId } from '../datasets/importing/sealing.ts';
import type { DatasetStore } from '../datasets/stored.ts';
import { createMemoryDatasets, createNodeLibrary } from '../headless/nodeLibrary.ts';
import type { DatasetLibrary } from './datasetLibrary.ts';
import type { ImportRequest } from './library.ts';

const silent = () => {};

/** Files of 8 images of 2 × 3 pixels; `base` makes them others. */
function idx(base = 0, classes = 2): ImportRequest {
  const values = Uint8Array.from({ length: 8 * 6 }, (_, index) => (base + index * 5) % 256);
  const labels = Uint8Array.from({ length: 8 }, (_, index) => index % classes);
  return request(
    ['digits-images-idx3-ubyte', writeIdx({ shape: [8, 2, 3], values })],
    ['digits-labels-idx1-ubyte', writeIdx({ shape: [8], values: labels })],
  );
}

function request(...files: readonly (readonly [string, Uint8Array<ArrayBuffer>])[]): ImportRequest {
  return {
    from: 'files',
    files: files.map(([path, bytes]) => ({ path, file: new File([bytes], path) })),
  };
}
const scripted = request(['x.scripted', Uint8Array.of(1)]);

const answerOf = <T>(promise: Promise<T>): Promise<unknown> =>
  promise.catch((error: unknown) => codeOf(error) ?? error);

let store: DatasetStore;
let library: DatasetLibrary;
beforeEach(() => {
  store = createMemoryDatasets();
  library = createNodeLibrary(store);
});

/** A format that does as the test says, for files that end in `.scripted`. */
function script(read: FileFormat['read']): void {
  (formats as FileFormat[]).unshift({
    ...{ id: 'scripted', label: 'Scripted', summary: 'For the test.', read },
    recognises: async (files) => files.some(({ path }) => path.endsWith('.scripted')),
  });
}
afterEach(() => {
  const list = formats as FileFormat[];
  if (list[0]!.id === 'scripted') list.shift();
});

const parts = (values: readonly number[]) => ({
  train: {
    ...{ name: 'x', labelsName: 'x', shape: [values.length, 1, 1, 1] as const },
    images: Uint8Array.from(values),
    labels: Uint8Array.from(values, (_, index) => index % 2),
  },
});

describe('a preview', () => {
  it('says what was understood, and stores nothing', async () => {
    const { token, questions, understood } = await library.preview(idx(), {}, silent);
    expect(token).toEqual(expect.any(Number));
    expect(questions.map(({ id, answer }) => [id, answer])).toEqual([['split', '80']]);
    expect(understood).toMatchObject({
      ...{ format: 'IDX', label: 'digits-images', height: 2, width: 3, channels: 1 },
      classes: [
        { name: '0', train: 3, test: 1 },
        { name: '1', train: 3, test: 1 },
      ],
      ...{ trainCount: 6, testCount: 2, bytes: 8 * 6 + 8 },
      ...{ skipped: [], ignoredCount: 0, damagedCount: 0, remarks: [] },
    });
    expect(await store.list()).toEqual([]);
  });

  it('shows a few training images of each class, class after class', async () => {
    const { understood } = await library.preview(idx(0, 4), {}, silent);
    const { count, images, labels } = understood!.samples;
    expect([count, images.length]).toEqual([4, 4 * 6]); // one of two of each class trains
    expect([...labels]).toEqual([0, 1, 2, 3]);
    const ofLabel = (image: Uint8Array) => (image[0]! / 30) % 4;
    labels.forEach((label, at) => expect(ofLabel(images.subarray(at * 6, at * 6 + 6))).toBe(label));
  });

  it('crosses to another thread as it is', async () => {
    const preview = await library.preview(idx(), {}, silent);
    expect(structuredClone(preview)).toEqual(preview);
  });

  it('names a dropped folder by its name', async () => {
    const { files } = idx() as Extract<ImportRequest, { from: 'files' }>;
    const inFolder = files.map(({ file, path }) => ({ file, path: `Digits/raw/${path}` }));
    const { understood } = await library.preview({ from: 'files', files: inFolder }, {}, silent);
    expect(understood!.label).toBe('Digits');
  });

  it('asks what it cannot know, and reads again with the answer', async () => {
    const question: Question = {
      ...{ id: 'base', label: 'Base' },
      choices: ['10', '20'].map((value) => ({ value, label: value })),
    };
    script(async (_files, reading) => {
      const base = Number(reading.ask(question, null));
      return parts([base, base + 1, base + 2, base + 3]);
    });
    const asked = await library.preview(scripted, {}, silent);
    expect(asked).toMatchObject({ questions: [{ ...question, answer: null }], understood: null });
    expect(await answerOf(library.accept(asked.token, 'x'))).toBe('preview-gone');
    const answered = await library.preview(scripted, { base: '20' }, silent);
    expect(answered.questions[0]!.answer).toBe('20');
    expect(Math.min(...answered.understood!.samples.images)).toBeGreaterThanOrEqual(20);
  });

  it('says in words what is wrong with files, and keeps nothing of them', async () => {
    const cut = request(['a-idx3-ubyte', Uint8Array.of(0, 0, 8, 3, 0)]);
    expect(await answerOf(library.preview(cut, {}, silent))).toMatch(/^idx-|labels-missing/);
    const unknown = request(['a', Uint8Array.of(7, 7, 7, 7)]);
    expect(await answerOf(library.preview(unknown, {}, silent))).toBe('unknown-format');
    expect(await answerOf(library.preview(request(), {}, silent))).toBe('unknown-format');
  });

  it('says where the memory does not suffice', async () => {
    script(async () => {
      throw new RangeError('Array buffer allocation failed');
    });
    expect(await answerOf(library.preview(scripted, {}, silent))).toBe('out-of-memory');
  });
});

describe('accepting', () => {
  it('stores what was understood under the name given, with its remarks', async () => {
    script(async (_files, reading) => {
      reading.remark('16 bits were made 8.');
      return parts([1, 2, 3, 4]);
    });
    const { token } = await library.preview(scripted, {}, silent);
    const card = await library.accept(token, ' Mine\u202e ');
    expect(card).toMatchObject({
      ...{ label: 'Mine', trainCount: 2, testCount: 2, checked: null },
      source: 'own files: x.scripted',
      remarks: expect.arrayContaining(['16 bits were made 8.']),
    });
    expect(card.id).toBe(await ownId(card));
    expect(await store.list()).toEqual([card]);
    const stored = await store.read(card.id);
    expect([...stored!.train.images, ...stored!.test.images].sort()).toEqual([1, 2, 3, 4]);
  });

  it('of the same preview twice stores once', async () => {
    const { token } = await library.preview(idx(), {}, silent);
    const answers = await Promise.all([
      answerOf(library.accept(token, 'a')),
      answerOf(library.accept(token, 'b')),
    ]);
    expect(answers).toEqual([expect.objectContaining({ label: 'a' }), 'preview-gone']);
    expect((await store.list()).map(({ label }) => label)).toEqual(['a']);
  });

  it('takes the newest preview alone', async () => {
    const first = await library.preview(idx(0), {}, silent);
    const second = await library.preview(idx(1), {}, silent);
    expect(await answerOf(library.accept(first.token, 'a'))).toBe('preview-gone');
    expect(await library.accept(second.token, 'b')).toMatchObject({ label: 'b' });
  });

  it('of the same images again is the same dataset, under its new name', async () => {
    const ids: string[] = [];
    for (const label of ['a', 'b']) {
      const { token } = await library.preview(idx(), {}, silent);
      ids.push((await library.accept(token, label)).id);
    }
    expect(ids[0]).toBe(ids[1]);
    expect((await store.list()).map(({ label }) => label)).toEqual(['b']);
  });

  it('may be tried again where there was no room', async () => {
    const full = new LabError('storage-full', { found: 'a', expected: 'b', fix: 'c' });
    vi.spyOn(store, 'write').mockRejectedValueOnce(full);
    const { token } = await library.preview(idx(), {}, silent);
    expect(await answerOf(library.accept(token, 'a'))).toBe('storage-full');
    expect(await store.list()).toEqual([]);
    expect(await library.accept(token, 'a')).toMatchObject({ label: 'a' });
  });
});

describe('cancelling', () => {
  /** A format that reads until it is stopped. */
  function readForEver(): { started: Promise<void>; steps: () => number } {
    let steps = 0;
    let start = () => {};
    const started = new Promise<void>((resolve) => (start = resolve));
    script(async (_files, reading) => {
      for (;;) {
        steps++;
        start();
        await new Promise((resolve) => setTimeout(resolve, 2));
        await reading.progress(steps, 0, 'Reading');
      }
    });
    return { started, steps: () => steps };
  }

  it('ends a reading in the middle; nothing is stored, nothing goes on, and the next one works', async () => {
    const { started, steps } = readForEver();
    const answer = answerOf(library.preview(scripted, {}, silent));
    await started;
    await library.discard();
    expect(await answer).toBe('cancelled');
    const stepsThen = steps();
    const { token } = await library.preview(idx(), {}, silent);
    expect(steps()).toBe(stepsThen);
    expect(await store.list()).toEqual([]);
    expect(await library.accept(token, 'a')).toMatchObject({ label: 'a' });
  });

  it('comes with a new preview, too', async () => {
    const { started } = readForEver();
    const first = answerOf(library.preview(scripted, {}, silent));
    await started;
    const second = library.preview(idx(), {}, silent);
    const third = library.preview(idx(1), {}, silent);
    expect(await first).toBe('cancelled');
    expect(await answerOf(second)).toBe('cancelled');
    expect((await third).understood).not.toBeNull();
  });

  it('forgets what was read', async () => {
    const { token } = await library.preview(idx(), {}, silent);
    await library.discard();
    expect(await answerOf(library.accept(token, 'a'))).toBe('preview-gone');
  });
});

describe('looking at a dataset', () => {
  async function someChoice(base = 0): Promise<SystemChoice> {
    const { token } = await library.preview(idx(base), {}, silent);
    return { id: (await library.accept(token, 'a')).id, options: {} };
  }

  it('describes it, gives its images, and finds neighbours', async () => {
    const choice = await someChoice();
    const description = await library.describe(choice, silent);
    expect(description).toMatchObject({
      height: 2,
      width: 3,
      trainCounts: [3, 3],
      testCounts: [1, 1],
    });
    const dataset = (await store.read(choice.id))!;
    const images = await library.images(choice, [{ part: 'test', index: 1 }]);
    expect([...images]).toEqual([...dataset.test.images.subarray(6)]);
    const found = await library.neighbours(choice, { part: 'train', index: 0 }, 3);
    expect(found.length).toBe(3);
  });

  it('reads it once while it is looked at, whatever way its options are written', async () => {
    const choice = await someChoice();
    const read = vi.spyOn(store, 'read');
    await library.describe(choice, silent);
    await library.images({ ...choice, options: { split: 'given' } }, []);
    await library.neighbours(choice, { part: 'train', index: 0 }, 1);
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('makes the images of other options from what was read', async () => {
    const choice = await someChoice();
    const read = vi.spyOn(store, 'read');
    const small = { ...choice, options: { side: '7px' } };
    expect(await library.describe(choice, silent)).toMatchObject({ height: 2, width: 3 });
    expect(await library.describe(small, silent)).toMatchObject({ height: 5, width: 7 });
    expect((await library.images(small, [{ part: 'test', index: 1 }])).length).toBe(35);
    expect(await library.describe(choice, silent)).toMatchObject({ height: 2, width: 3 });
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('lets go of it for another; what was under way then is cancelled', async () => {
    const [first, second] = [await someChoice(0), await someChoice(1)];
    const read = vi.spyOn(store, 'read');
    const answer = answerOf(library.describe(first, silent));
    expect(await library.describe(second, silent)).toMatchObject({ height: 2 });
    expect(await answer).toBe('cancelled');
    await library.describe(first, silent);
    expect(read).toHaveBeenCalledTimes(3);
  });

  it('reads it anew when something else is stored under its id, or it could not be read', async () => {
    const choice = await someChoice();
    const read = vi.spyOn(store, 'read').mockRejectedValueOnce(new Error('closed'));
    expect(await answerOf(library.describe(choice, silent))).toEqual(new Error('closed'));
    await library.describe(choice, silent);
    await someChoice();
    await library.describe(choice, silent);
    expect(read).toHaveBeenCalledTimes(3);
  });

  it('says so where it is gone', async () => {
    const gone = { id: 'own/0123456789abcdef', options: {} };
    expect(await answerOf(library.describe(gone, silent))).toBe('missing-dataset');
    expect(await answerOf(library.images({ id: 'nothing', options: {} }, []))).toBe(
      'unknown-dataset',
    );
  });
});

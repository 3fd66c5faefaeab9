// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LabError } from '../core/errors.ts';
import {
  acceptImport,
  answerQuestion,
  backToChoosing,
  discardImport,
  readAgain,
  readAsDataset,
  startImport,
  startWebcam,
} from './importing.ts';
import { cancelDownload, downloadDataset } from './downloads.ts';
import { createLabState, getLab, setLab } from './lab.ts';
import { useLibrary } from './libraries.ts';
import {
  createHeldLibrary,
  scriptedPreview,
  scriptedStoredCard,
  type HeldLibrary,
} from './heldLibrary.ts';

let library: HeldLibrary;
beforeEach(() => {
  library = createHeldLibrary();
  useLibrary(() => library);
  setLab(createLabState(), true);
});

afterEach(() => void vi.useRealTimers());

const files = [{ file: new File(['x'], 'blobs.idx'), path: 'blobs.idx' }];
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
const fault = (code: string) => new LabError(code, { found: 'x', expected: 'y', fix: 'z' });
const notices = () => getLab().notices.map(({ text }) => text);

it('shows what was understood, and stores it only when it is accepted', async () => {
  const reading = startImport(files);
  expect(getLab().importing?.phase).toBe('reading');
  library.call('preview').report({ what: 'Reading', done: 1, of: 2, unit: 'files' });
  expect(getLab().importing?.progress?.done).toBe(1);
  library.call('preview').resolve(scriptedPreview());
  await reading;
  expect(getLab().importing?.phase).toBe('read');
  expect(library.calls.map(({ name }) => name)).toEqual(['preview']);

  const accepting = acceptImport('my blobs');
  expect(getLab().importing?.phase).toBe('storing');
  discardImport(); // too late: it is stored to the end
  expect(getLab().importing?.phase).toBe('storing');
  expect(library.call('accept').with).toEqual([1, 'my blobs']);
  library.call('accept').resolve({ ...scriptedStoredCard, label: 'my blobs' });
  await accepting;
  expect(getLab().importing).toBeNull();
  expect(getLab().draft.dataset).toEqual({ id: 'own/0123', options: {} });
  expect(getLab().draft.trainingImages).toBe(16);
  expect(notices()).toEqual(['Imported my blobs: 16 training and 4 test images.']);
});

it('keeps the options of a link that asked for these images before they were here', async () => {
  const dataset = { id: 'own/0123', options: { side: '14px' } };
  setLab(({ draft }) => ({ draft: { ...draft, dataset } }));
  const reading = startImport([]);
  library.call('preview').resolve(scriptedPreview());
  await reading;
  const accepting = acceptImport('blobs');
  library.call('accept').resolve(scriptedStoredCard);
  await accepting;
  expect(getLab().draft.dataset).toEqual(dataset);
});

it('reads again with every answer so far, and only the newest reading counts', async () => {
  const question = { id: 'order', label: 'Order', choices: [], answer: null };
  const reading = startImport(files);
  library.call('preview').resolve(scriptedPreview({ questions: [question], understood: null }));
  await reading;
  void answerQuestion('order', 'a');
  const older = library.call('preview');
  void answerQuestion('range', 'b');
  expect(library.call('preview').with[1]).toEqual({ order: 'a', range: 'b' });
  expect(getLab().importing?.preview?.questions).toEqual([question]); // it stays in sight

  library.call('preview').resolve(scriptedPreview({ token: 3 }));
  older.resolve(scriptedPreview({ token: 2 }));
  await settled();
  expect(getLab().importing?.preview?.token).toBe(3);
});

it('a discarded import leaves nothing, whenever its reading ends', async () => {
  const reading = startImport(files);
  const call = library.call('preview');
  discardImport();
  expect(getLab().importing).toBeNull();
  call.report({ what: 'Reading', done: 1, of: 2, unit: 'files' });
  await reading;
  expect(getLab().importing).toBeNull();
  expect(notices()).toEqual([]);
});

it('says why files cannot be read, and another answer may mend it', async () => {
  const reading = startImport(files);
  library.call('preview').resolve(scriptedPreview());
  await reading;
  const again = answerQuestion('order', 'wrong');
  library.call('preview').reject(fault('idx-damaged'));
  await again;
  expect(getLab().importing).toMatchObject({
    phase: 'failed',
    fault: 'Found x; expected y. To do: z.',
  });
  expect(getLab().importing?.preview).not.toBeNull();
  await acceptImport('x');
  expect(library.calls.some(({ name }) => name === 'accept')).toBe(false);
  void answerQuestion('order', 'right');
  expect(getLab().importing).toMatchObject({ phase: 'reading', fault: null });
});

it('what cannot be stored can be tried again', async () => {
  const reading = startImport(files);
  library.call('preview').resolve(scriptedPreview());
  await reading;
  const accepting = acceptImport('blobs');
  library.call('accept').reject(fault('storage-full'));
  await accepting;
  expect(getLab().importing).toMatchObject({
    phase: 'read',
    fault: 'Found x; expected y. To do: z.',
  });
  expect(getLab().draft.dataset.id).toBe('typefaces');
});

it.each(['preview-gone', 'library-fault'])(
  'what the worker has forgotten (%s) is read again before it is stored',
  async (code) => {
    const reading = startImport(files);
    library.call('preview').resolve(scriptedPreview());
    await reading;
    const accepting = acceptImport('blobs');
    library.call('accept').reject(fault(code));
    await accepting;
    expect(getLab().importing?.phase).toBe('failed');
    const again = readAgain();
    expect(library.call('preview').with[0]).toEqual({ from: 'files', files });
    library.call('preview').resolve(scriptedPreview({ token: 2 }));
    await again;
    expect(getLab().importing).toMatchObject({ phase: 'read', fault: null, preview: { token: 2 } });
  },
);

it('leads from the camera to the preview and back', async () => {
  startWebcam();
  expect(getLab().importing?.phase).toBe('choosing');
  const reading = readAsDataset(files);
  library.call('preview').resolve(scriptedPreview());
  await reading;
  expect(getLab().importing).toMatchObject({ origin: { from: 'webcam' }, phase: 'read' });
  backToChoosing();
  expect(getLab().importing).toMatchObject({ phase: 'choosing', preview: null });
});

it('a worker that does not hear a cancel is replaced, and the next files are read', async () => {
  vi.useFakeTimers();
  const made: HeldLibrary[] = [];
  useLibrary(() => {
    library = createHeldLibrary();
    vi.spyOn(library, 'dispose');
    made.push(library);
    return library;
  });
  void startImport(files);
  vi.spyOn(library, 'discard').mockReturnValue(new Promise(() => {}));
  discardImport();
  expect(getLab().importing).toBeNull();
  await vi.advanceTimersByTimeAsync(9_000);
  expect(made[0]!.dispose).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(made[0]!.dispose).toHaveBeenCalledOnce();

  const reading = startImport(files);
  expect(made).toHaveLength(2);
  discardImport();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(library.dispose).not.toHaveBeenCalled();
  await reading;
});

it('a report that comes after the answer changes nothing', async () => {
  const reading = startImport(files);
  const { report, resolve } = library.call('preview');
  resolve(scriptedPreview());
  await reading;
  report({ what: 'Reading', done: 1, of: 2, unit: 'files' });
  expect(getLab().importing?.progress).toBeNull();
});

it('a download shows how far it is, and its end', async () => {
  const downloading = downloadDataset('mnist');
  expect(getLab().download).toEqual({ id: 'mnist', progress: null, fault: null });
  library.call('download').report({ what: 'Downloading', done: 5, of: 10, unit: 'bytes' });
  expect(getLab().download?.progress?.done).toBe(5);
  library.call('download').resolve({ ...scriptedStoredCard, id: 'mnist', label: 'MNIST' });
  await downloading;
  expect(getLab().download).toBeNull();
  expect(notices()).toEqual(['Downloaded MNIST: 16 training and 4 test images.']);
});

it('a download that fails says why; a cancelled one says nothing', async () => {
  const failing = downloadDataset('mnist');
  library.call('download').reject(fault('download-offline'));
  await failing;
  expect(getLab().download).toMatchObject({ id: 'mnist', fault: 'Found x; expected y. To do: z.' });

  const cancelling = downloadDataset('mnist');
  cancelDownload();
  await cancelling;
  expect(getLab().download).toBeNull();
  expect(notices()).toEqual([]);
});

// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { LabError } from '../core/errors.ts';
import { showBench } from './comparisons.ts';
import {
  askAboutChosen,
  canAsk,
  chooseImage,
  chooseLabel,
  choosePart,
  descriptionOf,
  goTo,
  isHere,
  loadDescription,
  showData,
  showDataset,
  trainOnThis,
} from './dataPage.ts';
import { useEngines } from './engines.ts';
import { createLabState, getLab, setLab } from './lab.ts';
import { useLibrary } from './libraries.ts';
import { openLink } from './openLink.ts';
import { createScriptedEngine } from './scriptedEngine.ts';
import { createScriptedLibrary, scriptedImage, type ScriptedLibrary } from './scriptedLibrary.ts';

let library: ScriptedLibrary;
const typefaces = { id: 'typefaces', options: {} };
const shown = () => {
  const { view } = getLab();
  return view.kind === 'data' ? view.choice.id : view.kind;
};
const hash = () => window.location.hash;
const chosen = () => getLab().data.chosen;

beforeEach(() => {
  library = createScriptedLibrary();
  useLibrary(() => library);
  useEngines(createScriptedEngine);
  window.history.replaceState(null, '', '/');
  setLab(createLabState(), true);
});

describe('going to the page', () => {
  it('begins with the dataset of the set-up, and comes back to what was looked at', () => {
    showData();
    expect(shown()).toBe('typefaces');
    expect(hash()).toBe('#page=data&dataset=typefaces');
    showDataset('where');
    showBench();
    expect(shown()).toBe('bench');
    showData();
    expect(shown()).toBe('where');
    expect(getLab().draft.dataset.id).toBe('typefaces'); // looking changes no set-up
  });

  it('is a step of the browser’s history; looking at the same again is none', () => {
    const push = vi.spyOn(window.history, 'pushState');
    showData();
    showData();
    expect(push).toHaveBeenCalledTimes(1);
    showDataset('where');
    showBench();
    expect(push).toHaveBeenCalledTimes(3);
    push.mockClear();
    openLink('#page=data&dataset=where'); // what Back does
    expect(shown()).toBe('where');
    openLink('');
    expect(shown()).toBe('bench');
    expect(push).not.toHaveBeenCalled();
  });

  it('follows a link to what this lab has, and names what it has not', () => {
    openLink('#page=data&dataset=imagenet');
    expect(shown()).toBe('typefaces');
    expect(getLab().notices.map(({ text }) => text)).toEqual([
      expect.stringContaining('dataset “imagenet”'),
    ]);
  });

  it('knows what is here without asking', () => {
    const storedDatasets = [{ id: 'own/1234' }, { id: 'mnist' }] as never;
    expect(isHere('typefaces', { storedDatasets: [] })).toBe(true);
    expect(isHere('mnist', { storedDatasets: [] })).toBe(false);
    expect(isHere('own/1234', { storedDatasets: [] })).toBe(false);
    expect(['mnist', 'own/1234'].map((id) => isHere(id, { storedDatasets }))).toEqual([true, true]);
  });
});

describe('a description', () => {
  it('is made once', async () => {
    const first = loadDescription(typefaces);
    await Promise.all([first, loadDescription(typefaces)]);
    await loadDescription(typefaces);
    expect(library.asked).toEqual(['describe typefaces']);
    expect(descriptionOf(getLab(), typefaces)?.classNames).toHaveLength(3);
  });

  it('stays when a report of its making comes after it', async () => {
    await loadDescription(typefaces);
    library.reportLate();
    expect(descriptionOf(getLab(), typefaces)).toBeDefined();
  });

  it('that failed is said, and tried again when asked', async () => {
    library.failNext(new LabError('damaged', { found: 'dust', expected: 'images', fix: 'wipe' }));
    await loadDescription(typefaces);
    expect(Object.values(getLab().data.descriptions)).toEqual([
      { phase: 'failed', reason: expect.stringContaining('dust') as string },
    ]);
    await loadDescription(typefaces);
    expect(descriptionOf(getLab(), typefaces)).toBeDefined();
  });

  it('that another dataset cut short is forgotten, not failed', async () => {
    library.failNext(new LabError('cancelled', { found: 'a', expected: 'b', fix: 'c' }));
    await loadDescription(typefaces);
    expect(getLab().data.descriptions).toEqual({});
  });

  it('is dropped when six newer ones are there', async () => {
    for (let size = 1; size <= 8; size++) await loadDescription({ id: 'where', options: { size } });
    expect(Object.keys(getLab().data.descriptions)).toHaveLength(6);
    expect(descriptionOf(getLab(), { id: 'where', options: { size: 8 } })).toBeDefined();
    expect(descriptionOf(getLab(), { id: 'where', options: { size: 2 } })).toBeUndefined();
  });
});

describe('an image', () => {
  beforeEach(async () => {
    showData();
    await loadDescription(typefaces);
  });

  it('is shown with its neighbours', async () => {
    chooseImage({ part: 'train', index: 4 });
    expect(chosen()).toMatchObject({ place: { part: 'train', index: 4 }, values: null });
    await vi.waitFor(() => expect(chosen()?.neighbourImages).not.toBeNull());
    expect([...chosen()!.values!]).toEqual(scriptedImage({ part: 'train', index: 4 }));
    expect(chosen()!.neighbours).toMatchObject([{ part: 'test', index: 2, label: 1 }]);
    expect([...chosen()!.neighbourImages!]).toEqual(scriptedImage({ part: 'test', index: 2 }));
  });

  it('that is passed over quickly has no neighbours looked for', async () => {
    for (let index = 0; index < 9; index++) chooseImage({ part: 'train', index });
    await vi.waitFor(() => expect(chosen()?.neighbourImages).not.toBeNull());
    expect(library.asked.filter((each) => each.startsWith('neighbours'))).toEqual([
      'neighbours train 8',
    ]);
    expect(chosen()!.place.index).toBe(8);
  });

  it('of the dataset before is asked about no more', async () => {
    chooseImage({ part: 'train', index: 4 });
    showDataset('where');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(chosen()).toBeNull();
    expect(library.asked.some((each) => each.startsWith('neighbours'))).toBe(false);
  });

  it('is gone to in its own part, among all classes where its own is not shown', () => {
    chooseLabel(1);
    goTo({ part: 'test', index: 2 }); // of class 1
    expect(getLab().data).toMatchObject({ part: 'test', label: 1 });
    goTo({ part: 'train', index: 3 }); // of class 0
    expect(getLab().data).toMatchObject({ part: 'train', label: null });
    expect(chosen()?.place).toEqual({ part: 'train', index: 3 });
  });

  it('is taken to the bench where its models know its dataset', async () => {
    choosePart('test');
    expect(canAsk(getLab())).toBe(false);
    chooseImage({ part: 'train', index: 1 });
    expect(canAsk(getLab())).toBe(false);
    chooseImage({ part: 'test', index: 1 });
    expect(canAsk(getLab())).toBe(true);
    await askAboutChosen({ height: 1, width: 2, channels: 1 });
    expect(shown()).toBe('bench');
    expect(getLab().look.own).toMatchObject({ kind: 'numbered', number: 1, label: 0 });
  });
});

it('puts the dataset into the set-up, with no more images than there are', async () => {
  const where = { id: 'where', options: {} };
  openLink('#page=data&dataset=where');
  const { view } = getLab();
  await loadDescription(view.kind === 'data' ? view.choice : where);
  trainOnThis();
  expect(shown()).toBe('bench');
  expect(getLab().draft.dataset.id).toBe('where');
  expect(getLab().draft.trainingImages).toBe(9);
});

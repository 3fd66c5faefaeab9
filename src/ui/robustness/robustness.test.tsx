// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cardKey } from '../../store/datasetCards.ts';
import { createLabState, getLab, setLab, type RunRecord } from '../../store/lab.ts';
import { createDefaultSpec } from '../../store/lists.ts';
import { openRobustness } from '../../store/robustness.ts';
import type { CurveView, SurveyView } from '../../store/robustnessView.ts';
import { plainViewing } from '../../training/viewing.ts';
import { ChainPart } from './ChainPart.tsx';
import { SensorPart } from './SensorPart.tsx';
import { TellingPart } from './TellingPart.tsx';

vi.mock('../../store/robustnessWatch.ts', () => ({ watchRobustness: () => () => {} }));
// jsdom knows no media queries.
window.matchMedia = () =>
  ({ matches: false, addEventListener() {}, removeEventListener() {} }) as never;
const { RobustnessPage } = await import('./RobustnessPage.tsx');

let root: Root;
let page: HTMLElement;
beforeEach(() => {
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  HTMLCanvasElement.prototype.getContext = () => null; // jsdom draws nothing
  setLab(createLabState(), true);
  page = document.body.appendChild(document.createElement('div'));
  root = createRoot(page);
});
afterEach(() => {
  act(() => root.unmount());
  page.remove();
});
const all = (selector: string) => [...page.querySelectorAll<HTMLElement>(selector)];
const nameOf = (each: Element) => each.getAttribute('aria-label') ?? each.textContent;
const button = (name: string) => all('button').find((each) => nameOf(each) === name)!;
const press = (key: string) =>
  act(() =>
    document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })),
  );
const viewing = () => getLab().robustness.viewing;
const chain = () => viewing().changes.map(({ id }) => id);

describe('the chain', () => {
  const show = () => act(() => root.render(<ChainPart />));

  it('takes a change at a press, and the keyboard is at its slider', () => {
    show();
    expect(page.textContent).toContain('The images are as they are');
    act(() => button('Add Rotation').click());
    expect(chain()).toEqual(['rotation']);
    expect(document.activeElement!.getAttribute('type')).toBe('range');
    expect(document.activeElement!.getAttribute('aria-valuetext')).toBe('30°');
  });

  it('is put in another order by the arrow keys, and the grip keeps the keyboard', () => {
    show();
    for (const name of ['Rotation', 'Noise', 'Scale']) act(() => button(`Add ${name}`).click());
    act(() => all('li button')[0]!.focus());
    press('ArrowDown');
    expect(chain()).toEqual(['noise', 'rotation', 'scale']);
    expect(nameOf(document.activeElement!)).toContain('Move Rotation, 2 of 3');
    press('End');
    expect(chain()).toEqual(['noise', 'scale', 'rotation']);
    press('ArrowDown'); // it is the last
    press('Home');
    expect(chain()).toEqual(['rotation', 'noise', 'scale']);
    expect(nameOf(document.activeElement!)).toContain('Move Rotation, 1 of 3');
  });

  it('is dragged into another order', () => {
    show();
    for (const name of ['Rotation', 'Noise']) act(() => button(`Add ${name}`).click());
    const boxes = () =>
      all('ol > li').forEach((item, place) => {
        item.getBoundingClientRect = () => ({ top: 40 * place, height: 40 }) as DOMRect;
      });
    boxes();
    const fire = (target: EventTarget, type: string, clientY: number) =>
      act(() => target.dispatchEvent(new MouseEvent(type, { bubbles: true, button: 0, clientY })));
    fire(all('li button')[0]!, 'pointerdown', 10);
    fire(window, 'pointermove', 70);
    expect(chain()).toEqual(['noise', 'rotation']);
    boxes();
    fire(window, 'pointermove', 5);
    expect(chain()).toEqual(['rotation', 'noise']);
    fire(window, 'pointerup', 5);
    fire(window, 'pointermove', 70);
    expect(chain()).toEqual(['rotation', 'noise']);
  });

  it('lets a change go, and leads the keyboard on', () => {
    show();
    act(() => button('Add Rotation').click());
    act(() => button('Add Noise').click());
    act(() => button('Remove Rotation').click());
    expect(chain()).toEqual(['noise']);
    expect(document.activeElement!.getAttribute('type')).toBe('range');
    act(() => button('Remove Noise').click());
    expect(nameOf(document.activeElement!)).toBe('Add Rotation');
  });

  it('offers everything else in a menu by group', () => {
    show();
    act(() =>
      all('[role=group][aria-label=Light] button')
        .find((each) => each.textContent === 'Inversion')!
        .click(),
    );
    expect(chain()).toEqual(['inversion']);
    act(() => button('Undo all').click());
    expect(chain()).toEqual([]);
  });
});

it('chooses a sensor by group, turns its options, and says what models make of it', () => {
  act(() =>
    root.render(
      <>
        <SensorPart />
        <TellingPart />
      </>,
    ),
  );
  const select = all('select')[0] as HTMLSelectElement;
  expect(all('optgroup').map((group) => (group as HTMLOptGroupElement).label)).toEqual([
    'Sampling',
    'Lens',
    'Surface',
  ]);
  const choose = (value: string) =>
    act(() => {
      select.value = value;
      select.dispatchEvent(new Event('change', { bubbles: true }));
    });
  choose('fish-eye');
  expect(viewing().sensor).toMatchObject({ id: 'fish-eye', options: { fieldOfView: 120 } });
  expect(all('input[type=range]').map((each) => each.getAttribute('aria-valuetext'))).toEqual([
    '120°',
  ]);
  expect(page.textContent).toContain('resampled to their grid');
  const weights = () => page.querySelector<HTMLInputElement>('input[type=checkbox]')!;
  expect(weights().disabled).toBe(true);
  act(() => all('[role=radiogroup] input')[1]!.click());
  expect(viewing().told).toBe(true);
  expect(page.textContent).toContain('resampled back to upright');
  act(() => weights().click());
  expect(viewing().weighted).toBe(false);
  choose('none');
  expect(viewing().sensor).toBeNull();
});

describe('the page', () => {
  const spec = createDefaultSpec();
  const images = { count: 2, images: new Uint8Array(8), labels: Uint8Array.from([0, 1]) };
  const card = {
    ...{ id: 'typefaces', label: 'Typefaces', height: 2, width: 2, channels: 1 },
    ...{
      classNames: ['no', 'yes'],
      trainCount: 10,
      testCount: 2,
      sha256: '',
      source: '',
      licence: '',
    },
    ...{ samples: images, testImages: images },
  };
  const runOf = (id: string, colour: number, more: Partial<RunRecord> = {}) =>
    ({
      ...{ id, colour, spec, name: `${id}-otter`, status: 'finished', step: 9, imported: false },
      ...{ history: { step: [] }, final: { testAccuracy: 0.9 }, tags: [] },
      ...more,
    }) as unknown as RunRecord;
  const survey = (byRun: Record<string, number>): SurveyView => ({
    ...{ viewing: plainViewing, phase: 'finished', images: 2, reason: null },
    labels: images.labels,
    indices: Int32Array.from([0, 1]),
    byRun: Object.fromEntries(
      Object.entries(byRun).map(([id, right]) => [
        id,
        {
          predictions: Uint8Array.from([right > 0 ? 0 : 1, right > 1 ? 1 : 0]),
          ...{ right, step: 9, isStale: false, reason: null },
        },
      ]),
    ),
  });
  function open(runs: RunRecord[], more: Partial<ReturnType<typeof getLab>['robustness']> = {}) {
    const key = cardKey(spec.dataset, spec.seed);
    setLab(({ robustness }) => ({
      runs,
      cards: { [key]: { phase: 'ready', card } },
      opened: true,
      robustness: { ...robustness, ...more },
    }));
    openRobustness();
    act(() => root.render(<RobustnessPage />));
  }

  it('says what to do before a model is trained, and leads there', () => {
    open([runOf('a', 0, { imported: true })]);
    expect(page.textContent).toContain('No model has learnt Typefaces here yet');
    expect(page.textContent).toContain('One run came from a file, without weights');
    expect((button('Measure') as HTMLButtonElement).disabled).toBe(true);
    act(() => button('Go to Classify').click());
    expect(getLab().view.kind).toBe('bench');
  });

  it('says under each image what a run takes it for, right or wrong not by colour alone', () => {
    const answers = { a: { probabilities: Float32Array.from([0.9, 0.1, 0.8, 0.2]) } };
    open([runOf('a', 0)], { answers });
    const cells = all('table[aria-label="What each run takes each image for"] tbody td');
    expect(cells.map((cell) => cell.title)).toEqual([
      '“no”, right; 90 % for “no”',
      '“no”, wrong; 20 % for “yes”',
    ]);
    expect(cells.map((cell) => cell.querySelector('i')!.textContent)).toEqual(['✓', '✗']);
  });

  it('shows the accuracy of every run with its interval, and who cannot be asked', () => {
    const both = survey({ a: 2, b: 1 });
    const gone = { ...both.byRun.b!, reason: 'b-otter has no weights in this browser' };
    open([runOf('a', 0), runOf('b', 1)], {
      survey: { ...both, byRun: { ...both.byRun, b: gone } },
    });
    const rows = all('[aria-label="Accuracy of every run at this setting"] li');
    expect(rows[0]!.textContent).toContain('100.0 ± 65.8'); // Wilson: 2 of 2 may be 34 %
    expect(rows[0]!.textContent).toContain('2 images');
    expect(rows[1]!.textContent).toContain('has no weights in this browser');
  });

  const curve = (phase: CurveView['phase']): CurveView => ({
    key: 'severity/transform/rotation/angle',
    choice: { kind: 'severity', knob: { kind: 'transform', id: 'rotation', option: 'angle' } },
    ...{
      title: 'Rotation',
      base: plainViewing,
      between: [],
      isBreaking: false,
      reason: null,
      phase,
    },
    points: [-30, 0, 30].map((strength, place) => {
      const at = { id: 'rotation', options: { angle: strength } };
      const seen = {
        ...survey({ a: place === 1 ? 2 : 1 }),
        viewing: { ...plainViewing, changes: [at] },
      };
      return { label: `${strength}°`, strength, survey: seen };
    }),
    done: 3,
  });
  const openTab = (name: string) =>
    act(() =>
      all('[role=tab]')
        .find((each) => each.textContent === name)!
        .click(),
    );

  it('draws a curve with its numbers behind it, and says that it was cancelled', () => {
    const measured = curve('stopped');
    open([runOf('a', 0)], { curves: { [measured.key]: measured }, shownCurve: measured.key });
    expect(page.textContent).toContain('Cancelled; what was measured is shown.');
    act(() => button('Data of Accuracy against rotation, %').click());
    const rows = all('[aria-label="Data of Accuracy against rotation, %"] tbody tr');
    expect(rows.map((row) => row.children[2]!.textContent)).toEqual(['50.0', '100.0', '50.0']);
  });

  it('lists the images that go first, and where a run breaks', () => {
    const measured = curve('finished');
    open([runOf('a', 0)], { curves: { [measured.key]: measured }, shownCurve: measured.key });
    openTab('First to flip');
    expect(all('ol[aria-label^="Images that"] li').map((item) => item.textContent)).toEqual([
      'yes → no 30°',
    ]);
    openTab('Breaking point');
    expect(page.textContent).toContain('a-otter: not known yet');
    expect((button('Find the breaking points') as HTMLButtonElement).disabled).toBe(false);
  });
});

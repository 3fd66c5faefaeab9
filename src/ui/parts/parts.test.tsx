// @vitest-environment jsdom
import { act, useState, type ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SystemChoice } from '../../core/system.ts';
import { EncodingMaps } from './EncodingMaps.tsx';
import type { ProbabilityRow } from './probabilities.ts';
import { ShapePipeline } from './ShapePipeline.tsx';
import { TestImageGrid } from './TestImageGrid.tsx';
import { warpSliders } from './warp.ts';
import { WarpPanel } from './WarpPanel.tsx';

let root: Root;
let page: HTMLElement;
beforeEach(() => {
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  HTMLCanvasElement.prototype.getContext = () => null; // jsdom draws nothing
  page = document.body.appendChild(document.createElement('div'));
  root = createRoot(page);
});
afterEach(() => {
  act(() => root.unmount());
  page.remove();
});
const show = (content: ReactNode) => act(() => root.render(content));
const all = (selector: string) => [...page.querySelectorAll<HTMLElement>(selector)];
const press = (key: string) =>
  act(() =>
    document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })),
  );
const button = (name: string) =>
  all('button').find((each) => (each.getAttribute('aria-label') ?? each.textContent) === name)!;

const classNames = [...'0123456789'];
const set = {
  count: 60,
  height: 2,
  width: 2,
  channels: 1,
  images: new Uint8Array(240),
  labels: Uint8Array.from({ length: 60 }, (_, index) => index % 10),
};

describe('the test-image grid', () => {
  const predictions = set.labels.slice();
  predictions[41] = 7;

  it('shows wrong images first with what they were taken for, and how many there are', () => {
    const props = { set, classNames, predictions, selected: null, onSelect: () => {} };
    show(<TestImageGrid {...props} />);
    const [first] = all('[role=option]');
    expect(first!.getAttribute('aria-label')).toBe('Test image 42, “1”, taken for “7”');
    expect(first!.textContent).toBe('7');
    expect(page.textContent).toContain('1 of 60 wrong');
    expect(all('[role=option]')).toHaveLength(40);
    act(() => button('Show more').click());
    expect(all('[role=option]')).toHaveLength(60);
  });

  it('is one stop of the Tab key, walked by arrows and chosen from by Enter', () => {
    const onSelect = vi.fn();
    show(<TestImageGrid {...{ set, classNames, predictions, selected: 3, onSelect }} />);
    expect(all('[role=option][tabindex="0"]')).toHaveLength(1);
    all('[role=option]')[0]!.focus();
    press('ArrowRight');
    expect(document.activeElement).toBe(all('[role=option]')[1]);
    press('Enter');
    expect(onSelect).toHaveBeenCalledExactlyOnceWith(0);
    expect(all('[aria-selected=true]')[0]!.getAttribute('aria-label')).toContain('Test image 4,');
  });
});

describe('the warp panel', () => {
  const warped = { height: 2, width: 2, channels: 1, values: new Float32Array(4) };
  function Panel({ rows = [], label = 0 }: { rows?: ProbabilityRow[]; label?: number | null }) {
    const [choices, setChoices] = useState<readonly SystemChoice[]>([]);
    const [shownClass, setShownClass] = useState<number | null>(null);
    return (
      <WarpPanel
        {...{ classNames, choices, rows, label, warped }}
        subject={null}
        shownClass={label ?? shownClass}
        {...(label === null && { onShownClassChange: setShownClass })}
        onChange={setChoices}
      />
    );
  }
  const sliderOf = (name: string) => {
    const label = all('label').find((each) => each.textContent === name)!;
    return document.getElementById(label.getAttribute('for')!) as HTMLInputElement;
  };
  function move(name: string, value: string): void {
    const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!;
    act(() => {
      setValue.call(sliderOf(name), value);
      sliderOf(name).dispatchEvent(new Event('input', { bubbles: true }));
    });
  }

  it('has a named slider for each option, and leads back one by one or all at once', () => {
    show(<Panel />);
    expect(all('input[type=range]')).toHaveLength(warpSliders.length);
    move('Rotation', '30');
    move('Shift x', '2');
    expect(sliderOf('Rotation').getAttribute('aria-valuetext')).toBe('30°');
    act(() => button('↺Undo Rotation').click());
    expect([sliderOf('Rotation').value, sliderOf('Shift x').value]).toEqual(['0', '2']);
    act(() => button('Undo all').click());
    expect(sliderOf('Shift x').value).toBe('0');
    expect((button('Undo all') as HTMLButtonElement).disabled).toBe(true);
  });

  it('takes further changes, with their options, and lets them go', () => {
    show(<Panel />);
    const group = () => all('[role=group][aria-label=Occlusion]')[0];
    act(() => button('Occlusion').click());
    expect(document.activeElement).toBe(sliderOf('Occlusion'));
    expect((button('Occlusion') as HTMLButtonElement).disabled).toBe(true);
    expect(sliderOf('Occlusion').value).toBe('0.4');
    expect(group()!.querySelectorAll('input')).toHaveLength(1);
    const more = group()!.querySelector<HTMLElement>('[aria-label="Options of Occlusion"]')!;
    Element.prototype.scrollIntoView = vi.fn(); // jsdom has no layout to scroll
    act(() => more.click());
    expect(Element.prototype.scrollIntoView).toHaveBeenCalledOnce();
    expect(more.getAttribute('aria-expanded')).toBe('true');
    expect(group()!.querySelectorAll('input[type=range]')).toHaveLength(4);
    const anywhere = group()!.querySelector<HTMLInputElement>('input[type=checkbox]')!;
    act(() => anywhere.click());
    expect(anywhere.checked).toBe(true);
    const remove = group()!.querySelector<HTMLElement>('[aria-label="Remove Occlusion"]')!;
    act(() => remove.click());
    expect(group()).toBeUndefined();
    expect(document.activeElement?.tagName).toBe('SUMMARY');
  });

  const sure = { id: 'a', name: 'calm-otter', colour: 0, probabilities: [0.9, 0.1] };
  it('says what to do before a model is trained, and why a run does not answer', () => {
    show(<Panel />);
    expect(page.textContent).toContain('Train a model, then bend this image');
    const note = 'imported: no weights in this browser';
    const mute = { id: 'b', name: 'brave-fern', colour: 1, probabilities: null, note };
    show(<Panel rows={[sure, mute]} />);
    expect(all('[aria-label="Probability of “0”"] li').map((row) => row.textContent)).toEqual([
      'calm-otter90 %right',
      `brave-fern${note}`,
    ]);
  });

  it('calls nothing right or wrong where nobody knows, and shows the class that is asked for', () => {
    show(<Panel rows={[sure]} label={null} />);
    expect(all('li').map((row) => row.textContent)).toEqual(['calm-otter90 %guess “0”, 90 %']);
    const classes = page.querySelector('select')!;
    act(() => {
      classes.value = '1';
      classes.dispatchEvent(new Event('change', { bubbles: true }));
    });
    expect(all('li').map((row) => row.textContent)).toEqual(['calm-otter10 %guess “0”, 90 %']);
  });
});

describe('the encoding maps', () => {
  it('count what is shown of all there is', () => {
    const maps = [new Float32Array(4), new Float32Array(4)];
    show(<EncodingMaps maps={maps} height={2} width={2} total={128} isTrained />);
    expect(page.textContent).toContain('2 of 128 features before training');
    expect(page.textContent).toContain('own scales, up to 0');
  });
  it('say so where a model is told nothing', () => {
    show(<EncodingMaps maps={[]} height={2} width={2} total={0} isTrained={false} />);
    expect(page.textContent).toContain('not told where a pixel is');
  });
});

it('the shape pipeline names the stage under the keyboard and its cost otherwise', () => {
  const stages = [
    { label: 'pixels', shape: [784, 1] },
    { label: 'sum', shape: [128] },
  ];
  show(<ShapePipeline stages={stages} parameterCount={67_722} multiplyAddsPerStep={6.5e8} />);
  expect(all('li').map((chip) => chip.textContent)).toEqual(['pixels: 784 × 1', 'sum: 128']);
  const text = page.querySelector('p')!;
  expect(text.textContent).toBe('67,722 parameters · 1.3 GFLOP/step');
  act(() => page.querySelector('ol')!.focus());
  press('ArrowRight');
  expect(text.textContent).toBe('sum: 128');
});

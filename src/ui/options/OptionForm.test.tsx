// @vitest-environment jsdom
import { act, useState } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { integer, number, type OptionRecord } from '../../core/options.ts';
import { OptionForm } from './OptionForm.tsx';
import { RowPicker } from './Picker.tsx';

let root: Root;
let page: HTMLElement;
beforeEach(() => {
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  page = document.body.appendChild(document.createElement('div'));
  root = createRoot(page);
});
afterEach(() => {
  act(() => root.unmount());
  page.remove();
});
const all = <Kind extends HTMLElement>(selector: string) => [
  ...page.querySelectorAll<Kind>(selector),
];

const schema = {
  waves: integer({ label: 'Waves', help: 'How many.', default: 4, min: 1, max: 64 }),
  octaves: integer({ label: 'Octaves', help: 'How fast.', default: 4, min: 1, max: 10 }),
  width: number({ label: 'Width', help: 'How wide.', default: 1, min: 0.1, max: 20 }),
};

function Form({ knob }: { knob: string }) {
  const [values, setValues] = useState<OptionRecord>({});
  const change = (name: string, value: OptionRecord[string]) =>
    setValues((before) => ({ ...before, [name]: value }));
  return <OptionForm {...{ schema, values, knob }} onChange={change} />;
}

/** What an arrow key does to a native slider. */
function move(slider: HTMLInputElement, by: number): void {
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!;
  act(() => {
    set.call(slider, String(Number(slider.value) + by));
    slider.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

describe('the form of options', () => {
  it('has the knob first, and a slider for it alone', () => {
    act(() => root.render(<Form knob="octaves" />));
    expect(all('label').map((label) => label.textContent)).toEqual(['Octaves', 'Waves', 'Width']);
    expect(all('[type=range]').map((slider) => slider.ariaLabel)).toEqual(['Octaves, slider']);
  });

  it('moves the slider of a small whole number through every value, key by key', () => {
    act(() => root.render(<Form knob="octaves" />));
    const slider = all<HTMLInputElement>('[type=range]')[0]!;
    const seen = [];
    for (let key = 0; key < 6; key++) {
      move(slider, 1);
      seen.push(Number(slider.getAttribute('aria-valuetext')));
    }
    expect(seen).toEqual([5, 6, 7, 8, 9, 10]);
  });

  it.each(['octaves', 'waves', 'width'] as const)('never sticks on the way of %s', (knob) => {
    act(() => root.render(<Form knob={knob} />));
    const slider = all<HTMLInputElement>('[type=range]')[0]!;
    const value = () => Number(slider.getAttribute('aria-valuetext'));
    for (const [by, end] of [
      [-1, schema[knob].min],
      [1, schema[knob].max],
    ] as const) {
      while (value() !== end) {
        const before = value();
        move(slider, by);
        expect(Math.sign(value() - before)).toBe(by);
      }
    }
  });
});

describe('a number that stands for a name', () => {
  const names = { octaves: ['none', 'first', 'second', 'third', 'fourth'] };
  const shown = (values: OptionRecord, onChange = vi.fn()) =>
    act(() => root.render(<OptionForm {...{ schema, values, names, onChange }} />));

  it('is chosen by it, and stays a number', () => {
    const onChange = vi.fn();
    shown({}, onChange);
    const [picker, ...others] = all<HTMLSelectElement>('select');
    expect(others).toEqual([]);
    expect(picker!.labels[0]!.textContent).toBe('Octaves');
    expect(picker!.selectedOptions[0]!.textContent).toBe('fourth');
    picker!.value = '2';
    act(() => void picker!.dispatchEvent(new Event('change', { bubbles: true })));
    expect(onChange).toHaveBeenCalledWith('octaves', 2);
  });

  it('shows as a number where it has no name', () => {
    shown({ octaves: 9 });
    expect(all('select')).toEqual([]);
    expect(all<HTMLInputElement>('input').map(({ value }) => value)).toContain('9');
  });
});

it('a list in groups has a heading for each', () => {
  const choices = [
    { value: 'none', label: 'None', group: 'Plain' },
    { value: 'raw', label: 'Raw', group: 'Plain' },
    { value: 'polar', label: 'Polar', group: 'About the middle' },
  ];
  act(() =>
    root.render(<RowPicker label="Encoding" value="raw" {...{ choices }} onChange={vi.fn()} />),
  );
  const groups = all<HTMLOptGroupElement>('optgroup');
  expect(groups.map((group) => [group.label, group.children.length])).toEqual([
    ['Plain', 2],
    ['About the middle', 1],
  ]);
  expect(all<HTMLSelectElement>('select')[0]!.value).toBe('raw');
});

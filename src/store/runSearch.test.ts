import { describe, expect, it } from 'vitest';
import { someRun, someSpec } from '../storage/testing.ts';
import { CHARTED, chartedIds } from './chartedRuns.ts';
import { foundRuns, tagsOf } from './runSearch.ts';

const cnn = { ...someSpec, architecture: { id: 'cnn', options: {} }, encoding: null };
const bare = { tags: [], notes: '', comparison: null };
const runs = [
  someRun('1', {
    ...bare,
    name: 'calm-otter',
    tags: ['fast', 'keep'],
    notes: 'Too wide?\nTry 64.',
  }),
  someRun('2', { ...bare, name: 'bold-bee', spec: cnn, status: 'diverged', final: null }),
  someRun('3', {
    ...bare,
    name: 'shy-elk',
    tags: ['fast'],
    comparison: 'position-worth/2026-01-01',
  }),
];
const idsOf = (search: string, sort: 'newest' | 'accuracy' = 'newest') =>
  foundRuns(runs, { search, sort }).map(({ id }) => id);

describe('the search', () => {
  it('finds runs by what is written on them, what they are made of, and how they went', () => {
    expect(idsOf('')).toEqual(['3', '2', '1']);
    expect(idsOf('OTTER')).toEqual(['1']);
    expect(idsOf('fast')).toEqual(['3', '1']);
    expect(idsOf('try 64')).toEqual(['1']);
    expect(idsOf('cnn')).toEqual(['2']);
    expect(idsOf('gaussian fourier')).toEqual(['3', '1']);
    expect(idsOf('diverged')).toEqual(['2']);
    expect(idsOf('position worth')).toEqual(['3']);
    expect(idsOf('fast wide')).toEqual(['1']);
    expect(idsOf('zebra')).toEqual([]);
  });
  it('puts the best first when asked, what has no score last', () => {
    const scored = [
      someRun('low', { final: { ...someRun('x').final!, testAccuracy: 0.2 } }),
      someRun('high', { final: { ...someRun('x').final!, testAccuracy: 0.9 } }),
      someRun('none', { final: null, history: { ...someRun('x').history, testAccuracy: [] } }),
    ];
    const order = foundRuns(scored, { search: '', sort: 'accuracy' }).map(({ id }) => id);
    expect(order).toEqual(['high', 'low', 'none']);
  });
  it('knows the tags in use, the most used first', () => {
    expect(tagsOf(runs)).toEqual(['fast', 'keep']);
  });
});

describe('the chart', () => {
  const many = Array.from({ length: 200 }, (_, i) => someRun(String(i)));
  const none = { runs: many, selectedId: null, hiddenIds: [], pinnedIds: [] };
  it('shows the newest', () => {
    const shown = chartedIds(none);
    expect(shown.size).toBe(CHARTED);
    expect(shown.has('199')).toBe(true);
    expect(shown.has(String(200 - CHARTED))).toBe(true);
  });
  it('makes room for the run looked at and for those asked for', () => {
    const shown = chartedIds({ ...none, selectedId: '3', pinnedIds: ['5', '7'] });
    expect(shown.size).toBe(CHARTED);
    for (const id of ['3', '5', '7', '199']) expect(shown.has(id)).toBe(true);
  });
  it('shows all that were asked for, and none that was hidden', () => {
    const pinnedIds = many.slice(0, 20).map(({ id }) => id);
    expect(chartedIds({ ...none, pinnedIds })).toEqual(new Set(pinnedIds));
    expect(chartedIds({ ...none, hiddenIds: ['199'], selectedId: '199' }).has('199')).toBe(false);
  });
});

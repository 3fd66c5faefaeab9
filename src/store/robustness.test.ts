// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { plainViewing } from '../training/viewing.ts';
import { createLabState, getLab, setLab } from './lab.ts';
import { openLink } from './openLink.ts';
import {
  addChange,
  changeViewing,
  chooseSensor,
  moveChange,
  openRobustness,
  removeChange,
  resetChange,
  resetViewing,
  setChange,
  setChangeRange,
  setSensorOption,
  setThreshold,
  setTold,
} from './robustness.ts';

const viewing = () => getLab().robustness.viewing;
const ids = () => viewing().changes.map(({ id }) => id);

beforeEach(() => {
  window.location.hash = '';
  setLab(createLabState(), true);
});

describe('the chain of changes', () => {
  it('grows at its end, by a setting that shows what it does', () => {
    addChange('rotation');
    addChange('noise');
    addChange('rotation');
    expect(ids()).toEqual(['rotation', 'noise', 'rotation']);
    expect(viewing().changes[0]!.options).toMatchObject({ angle: 30 });
  });

  it('is put in another order, up and down', () => {
    for (const id of ['rotation', 'noise', 'shift']) addChange(id);
    moveChange(0, 2);
    expect(ids()).toEqual(['noise', 'shift', 'rotation']);
    moveChange(2, 1);
    expect(ids()).toEqual(['noise', 'rotation', 'shift']);
    moveChange(1, 3); // no such place
    expect(ids()).toEqual(['noise', 'rotation', 'shift']);
  });

  it('is set, ranged, reset and taken away, each change by its place', () => {
    addChange('rotation');
    addChange('rotation');
    setChange(1, { angle: -20 });
    expect(viewing().changes.map(({ options }) => options.angle)).toEqual([30, -20]);
    setChangeRange(1, 'angle', 40, -40);
    expect(viewing().changes[1]).toMatchObject({ options: { angle: -40 }, to: { angle: 40 } });
    setChange(1, { angle: 5 });
    expect(viewing().changes[1]).not.toHaveProperty('to');
    resetChange(0);
    expect(viewing().changes[0]!.options).toMatchObject({ angle: 0 });
    removeChange(0);
    expect(viewing().changes).toHaveLength(1);
    expect(viewing().changes[0]!.options).toMatchObject({ angle: 5 });
  });

  it('stays legal: what is out of range is said, and not taken', () => {
    addChange('rotation');
    setChange(0, { angle: 400 });
    expect(viewing().changes[0]!.options).toMatchObject({ angle: 30 });
    expect(getLab().notices.at(-1)?.text).toContain('Rotation = 400');
  });

  it('holds no more than twenty', () => {
    for (let i = 0; i < 25; i++) addChange('noise');
    expect(viewing().changes).toHaveLength(20);
    expect(getLab().notices).toEqual([]);
  });
});

describe('the sensor', () => {
  it('comes back as it was left', () => {
    chooseSensor('fish-eye');
    setSensorOption('fieldOfView', 155);
    chooseSensor('hexagonal');
    chooseSensor(null);
    expect(viewing().sensor).toBeNull();
    chooseSensor('fish-eye');
    expect(viewing().sensor?.options.fieldOfView).toBe(155);
  });
});

it('an estimate ends with the geometry that it was made of, not with how it is told', () => {
  const assumed = { changes: [{ id: 'rotation', options: { angle: 9 } }], sensor: null };
  setLab(({ robustness }) => ({ robustness: { ...robustness, assumed } }));
  setTold(true);
  expect(getLab().robustness.assumed).toBe(assumed);
  addChange('shift');
  expect(getLab().robustness.assumed).toBeNull();
});

it('a threshold is a share', () => {
  setThreshold(1.5);
  expect(getLab().robustness.threshold).toBe(1);
});

describe('the address', () => {
  it('leads to the page, and back to the set-up', () => {
    openRobustness();
    expect(window.location.hash).toBe('#page=robustness');
    openLink('');
    expect(getLab().view.kind).toBe('bench');
  });

  it('sets the viewing that it says, all of it', () => {
    changeViewing({ seed: 5 });
    openLink('#page=robustness&changes=shift.x:3,rotation.angle:-10~10&told=true');
    expect(getLab().view.kind).toBe('robustness');
    expect(viewing()).toMatchObject({ told: true, weighted: true, seed: 0, sensor: null });
    expect(ids()).toEqual(['shift', 'rotation']);
    expect(getLab().notices).toEqual([]);
  });

  it('names what it cannot take, and takes the rest', () => {
    openLink('#page=robustness&changes=rotation.angle:999,shift.x:3&sensor=eagle&colour=red');
    expect(ids()).toEqual(['shift']);
    const { text } = getLab().notices.at(-1)!;
    expect(text).toContain('Rotation = 999');
    expect(text).toContain('eagle');
    expect(text).toContain('colour');
  });
});

it('resets to the images as they are', () => {
  addChange('noise');
  chooseSensor('fish-eye');
  setTold(true);
  resetViewing();
  expect(viewing()).toEqual(plainViewing);
});

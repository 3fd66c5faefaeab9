import { describe, expect, it } from 'vitest';
import { codeOf, messageOf } from '../../core/errors.ts';
import { faultOf, integer, number } from '../../core/options.ts';
import { sensors } from '../../sensors/index.ts';
import { plainViewing, readViewing, type Viewing } from '../../training/viewing.ts';
import { transforms } from '../../transforms/index.ts';
import { evenStrengths } from './evenStrengths.ts';
import {
  knobOf,
  knobsOf,
  optionOf,
  outwards,
  severityCurve,
  strengthsOf,
  viewingAt,
  type Knob,
} from './severity.ts';

const systems = [
  ...transforms.map(({ id }) => ['transform', id] as const),
  ...sensors.map(({ id }) => ['sensor', id] as const),
];
const rotation: Knob = { kind: 'transform', id: 'rotation', option: 'angle' };
const noise: Knob = { kind: 'transform', id: 'noise', option: 'deviation' };

const lineOf = ([kind, id]: (typeof systems)[number]) => {
  const knob = knobOf(kind, id);
  return `${id} · ${knob.option} · ${strengthsOf(knob).join(' ')}`;
};

describe('the strengths', () => {
  it('of every transform are these', () => {
    expect(systems.filter(([kind]) => kind === 'transform').map(lineOf)).toMatchInlineSnapshot(`
      [
        "elastic · amplitude · 0 0.5 1 1.5 2 2.5 3 3.5 4 4.5 5",
        "wave · amplitude · 0 1 2 3 4 5 6 7",
        "swirl · angle · -720 -540 -360 -180 0 180 360 540 720",
        "shear · slant · -1 -0.8 -0.6 -0.4 -0.2 0 0.2 0.4 0.6 0.8 1",
        "scale · factor · 0.25 0.4 0.55 0.7 0.85 1 1.2 1.4 1.6 1.8 2",
        "rotation · angle · -180 -150 -120 -90 -60 -30 0 30 60 90 120 150 180",
        "perspective · turn · -80 -60 -40 -20 0 20 40 60 80",
        "shift · x · -14 -12 -10 -8 -6 -4 -2 0 2 4 6 8 10 12 14",
        "crop · share · 0.25 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1",
        "sphere-rotation · over · -180 -150 -120 -90 -60 -30 0 30 60 90 120 150 180",
        "permutation · share · 0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1",
        "brightness · amount · -1 -0.8 -0.6 -0.4 -0.2 0 0.2 0.4 0.6 0.8 1",
        "contrast · factor · 0 0.2 0.4 0.6 0.8 1 1.5 2 2.5 3",
        "inversion · strength · 0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1",
        "stripe · share · 0 0.05 0.1 0.15 0.2 0.25 0.3 0.35 0.4 0.45 0.5",
        "canny-edges · strength · 0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1",
        "occlusion · size · 0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1",
        "dotted-line · strength · 0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1",
        "zigzag · strength · 0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1",
        "spatter · cover · 0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1",
        "fog · strength · 0 0.5 1 1.5 2 2.5 3 3.5 4 4.5 5",
        "gaussian-blur · deviation · 0 0.5 1 1.5 2 2.5 3 4 5 6",
        "glass-blur · deviation · 0 0.2 0.4 0.6 0.8 1 1.2 1.4 1.6 1.8 2",
        "motion-blur · radius · 0 2 4 6 8 10 12 14 16 18 20",
        "noise · deviation · 0 0.05 0.1 0.15 0.2 0.3 0.4 0.6 0.8 1",
        "shot-noise · strength · 0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1",
        "impulse-noise · amount · 0 0.05 0.1 0.15 0.2 0.3 0.4 0.6 0.8 1",
      ]
    `);
  });
  it('of every sensor are these', () => {
    expect(systems.filter(([kind]) => kind === 'sensor').map(lineOf)).toMatchInlineSnapshot(`
      [
        "resolution · side · 4 7 10 14 20 28 40 56 80 112",
        "random-subset · share · 0.02 0.05 0.1 0.15 0.25 0.35 0.5 0.7 0.85 1",
        "foveated · strength · 0 0.5 1 1.5 2 2.5 3 3.5 4",
        "two-resolutions · coarse · 2 4 7 10 14 20 28 40 56 112",
        "hexagonal · side · 4 7 10 14 20 28 40 56 80 112",
        "log-polar · rings · 4 7 10 14 20 28 40 56 80 112",
        "fish-eye · fieldOfView · 0 30 60 90 105 120 135 150 160 170",
        "opencv-fish-eye · fieldOfView · 0 30 60 90 105 120 135 150 160 170",
        "brown-conrady · k1 · -1 -0.8 -0.6 -0.4 -0.2 0 0.2 0.4 0.6 0.8 1",
        "division · lambda · -1 -0.8 -0.6 -0.4 -0.2 0 0.2 0.4 0.6 0.8 1",
        "cylinder · turn · -180 -150 -120 -90 -60 -30 0 30 60 90 120 150 180",
        "sphere · tip · -180 -150 -120 -90 -60 -30 0 30 60 90 120 150 180",
      ]
    `);
  });
});

describe.each(systems)('the %s %s', (kind, id) => {
  const knob = knobOf(kind, id);
  const option = optionOf(knob);
  const strengths = strengthsOf(knob);

  it('has strengths over its whole range, none among them', () => {
    expect(strengths).toContain(option.default);
    expect(strengths[0]).toBe(option.min);
    expect(strengths.at(-1)).toBe(option.max);
    expect(strengths.map((each) => faultOf(option, each)).filter(Boolean)).toEqual([]);
    expect(strengths.toSorted((a, b) => a - b)).toEqual(strengths);
    expect(new Set(strengths).size).toBe(strengths.length);
    expect(strengths.length).toBeGreaterThanOrEqual(7);
    expect(strengths.length).toBeLessThanOrEqual(15);
  });

  it('has a legal viewing at each of them, each another', () => {
    const { levels, none } = severityCurve(plainViewing, knob);
    expect(levels.map(({ strength }) => strength)).toEqual(strengths);
    const texts = levels.map(({ viewing }) => JSON.stringify(readViewing(viewing)));
    expect(new Set(texts).size).toBe(levels.length);
    const at = levels.find(({ strength }) => strength === none)!;
    if (kind === 'transform') expect(at.viewing).toEqual(plainViewing);
    else expect(at.viewing.sensor).toEqual({ id, options: { [knob.option]: none } });
  });

  it('passes through its example, a sensor through that of its strength alone', () => {
    const { example } = [...transforms, ...sensors].find((each) => each.id === id)!;
    const strength = Number(example[knob.option] ?? option.max);
    const { changes, sensor } = viewingAt(plainViewing, knob, strength);
    if (kind === 'transform') expect(changes).toEqual([{ id, options: example }]);
    else expect(sensor).toEqual({ id, options: { [knob.option]: strength } });
  });

  it('has no knob that is no number of its own', () => {
    for (const option of ['constructor', 'nothing', 'eitherWay']) {
      expect(() => severityCurve(plainViewing, { kind, id, option })).toThrow(/found strength/i);
    }
  });
});

describe('a severity curve', () => {
  const chain: Viewing = {
    ...plainViewing,
    changes: [
      { id: 'rotation', options: { angle: 10 }, to: { angle: 50 } },
      { id: 'noise', options: { deviation: 0.1 } },
      { id: 'shift', options: { x: 2, y: 3 }, to: { x: 4, y: 5 } },
      { id: 'rotation', options: { angle: 20 } },
    ],
    told: true,
    seed: 7,
  };

  it('leaves everything else as it is', () => {
    const { levels } = severityCurve(chain, noise);
    const at = levels.find(({ strength }) => strength === 0.4)!;
    expect(at.viewing).toEqual({
      ...chain,
      changes: chain.changes.with(1, { id: 'noise', options: { deviation: 0.4 } }),
    });
  });

  it('turns one number: what was drawn from a range is so no longer, other ranges stay', () => {
    expect(viewingAt(chain, rotation, 30).changes[0]).toEqual({
      ...{ id: 'rotation', options: { angle: 30 } },
    });
    const shift: Knob = { kind: 'transform', id: 'shift', option: 'x' };
    expect(viewingAt(chain, shift, -2).changes[2]).toEqual({
      ...{ id: 'shift', options: { x: -2, y: 3 }, to: { y: 5 } },
    });
  });

  it('turns the change that is meant, where there are two of a kind', () => {
    const { changes } = viewingAt(chain, { ...rotation, place: 3 }, 90);
    expect(changes[0]).toBe(chain.changes[0]);
    expect(changes[3]).toEqual({ id: 'rotation', options: { angle: 90 } });
    expect(() => viewingAt(chain, { ...rotation, place: 2 }, 90)).toThrow('"shift" as change 3');
    expect(() => viewingAt(chain, { ...rotation, place: 9 }, 90)).toThrow('nothing as change 10');
  });

  it('adds a change where there is none, at the end, with what its example needs', () => {
    const glass = knobOf('transform', 'glass-blur');
    expect(viewingAt(chain, glass, 0)).toBe(chain);
    expect(viewingAt(chain, glass, 0.5).changes.slice(4)).toEqual([
      { id: 'glass-blur', options: { deviation: 0.5, passes: 2 } },
    ]);
  });

  it('goes one way only where a coin decides on the direction', () => {
    const coin = { id: 'rotation', options: { angle: 0, eitherWay: true } };
    const strengths = severityCurve({ ...plainViewing, changes: [coin] }, rotation).levels.map(
      ({ strength }) => strength,
    );
    expect(strengths).toEqual([0, 30, 60, 90, 120, 150, 180]);
  });

  it('replaces another sensor, and keeps the options of its own', () => {
    const resolution: Knob = { kind: 'sensor', id: 'resolution', option: 'side' };
    const other = { ...plainViewing, sensor: { id: 'other', options: { x: 1 } } };
    expect(viewingAt(other, resolution, 14).sensor).toEqual({
      ...{ id: 'resolution', options: { side: 14 } },
    });
  });

  it('names the option of a strength that is out of range', () => {
    let error: unknown;
    try {
      viewingAt(plainViewing, rotation, 181);
    } catch (thrown) {
      error = thrown;
    }
    expect(codeOf(error)).toBe('illegal-option');
    expect(messageOf(error)).toContain('Rotation = 181');
  });

  it('has its levels from none outwards in both directions, or in the one that there is', () => {
    const strengths = (levels: readonly { strength: number }[]) =>
      levels.map((each) => each.strength);
    const both = outwards(severityCurve(plainViewing, rotation));
    expect(strengths(both.up)).toEqual([0, 30, 60, 90, 120, 150, 180]);
    expect(strengths(both.down)).toEqual([0, -30, -60, -90, -120, -150, -180]);
    const up = outwards(severityCurve(plainViewing, noise));
    expect([up.up.length, up.down.length]).toEqual([10, 0]);
    const down = outwards(severityCurve(plainViewing, knobOf('transform', 'crop')));
    expect(strengths(down.down).slice(0, 2)).toEqual([1, 0.9]);
    expect(down.up).toEqual([]);
  });

  it('may be of another number than the strength', () => {
    expect(knobsOf('transform', 'shift').map(({ option }) => option)).toEqual(['x', 'y']);
    expect(knobsOf('transform', 'fog').map(({ option }) => option)).toEqual(['strength', 'decay']);
    const place: Knob = { kind: 'transform', id: 'crop', option: 'x' };
    expect(strengthsOf(place)).toEqual([-1, -0.8, -0.6, -0.4, -0.2, 0, 0.2, 0.4, 0.6, 0.8, 1]);
  });
});

describe('even strengths', () => {
  const range = (none: number, min: number, max: number) => ({
    ...{ label: 'x', default: none, min, max },
  });
  it('take the roundest steps', () => {
    expect(evenStrengths(number(range(0, 0, 21)))).toEqual([0, 3, 6, 9, 12, 15, 18, 21]);
    expect(evenStrengths(number(range(90, 0, 90)))).toHaveLength(10);
    expect(evenStrengths(number(range(0, -1, 0)))[0]).toBe(-1);
  });
  it('are whole where the option is, and none twice', () => {
    expect(evenStrengths(integer(range(0, 0, 5)))).toEqual([0, 1, 2, 3, 4, 5]);
    expect(evenStrengths(integer(range(0, -2, 2)))).toEqual([-2, -1, 0, 1, 2]);
  });
  it('are without what binary fractions add', () => {
    const texts = evenStrengths(number(range(0.1, 0, 1))).map(String);
    expect(texts.filter((text) => text.length > 14)).toEqual([]);
  });
});

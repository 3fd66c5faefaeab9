import { describe, expect, it } from 'vitest';
import { codeOf, messageOf } from '../core/errors.ts';
import { robustnessReport, type Measured } from '../studies/robustness/report.ts';
import { viewingAt, type Knob } from '../studies/robustness/severity.ts';
import { createDefaultSpec } from '../training/specs.ts';
import { plainViewing, type Viewing } from '../training/viewing.ts';
import { exportRobustness, readRobustness } from './robustnessFile.ts';

const knob: Knob = { kind: 'transform', id: 'rotation', option: 'angle' };
const fishEye: Knob = { kind: 'sensor', id: 'fish-eye', option: 'fieldOfView' };
const told: Viewing = {
  ...viewingAt(plainViewing, fishEye, 120),
  told: true,
  assumed: { changes: [], sensor: { id: 'fish-eye', options: { fieldOfView: 110 } } },
  changes: [{ id: 'noise', options: { deviation: 0.1 }, to: { deviation: 0.2 } }],
};
const tallies = (...right: number[][]) =>
  right.map((counts, i) => ({
    runId: 'ab'[i]!,
    tally: { right: counts, total: [70, 30], broken: 0 },
  }));
const measured: Measured[] = [
  {
    ...{ id: 'identity', label: 'As it is', viewing: plainViewing },
    tallies: tallies([69, 29], [68, 28]),
  },
  {
    ...{ id: 'turn', label: '30°', viewing: viewingAt(plainViewing, knob, 30), knob, strength: 30 },
    tallies: tallies([40, 29], [68, 11]),
  },
  {
    ...{ id: 'none', label: '0°', viewing: plainViewing, knob, strength: 0 },
    tallies: tallies([69, 29]),
  },
  { ...{ id: 'lens', label: 'Lens', viewing: told, knob: fishEye, strength: 120 }, tallies: [] },
];
const run = (id: string) => ({
  ...{ id, name: `run ${id}`, spec: createDefaultSpec(), weightsSha256: 'a'.repeat(64) },
  diverged: false,
});
const spec = createDefaultSpec();
const report = robustnessReport({
  app: { name: 'Coordinet Lab', version: '1.0', commit: 'abc' },
  created: '2026-01-02T03:04:05Z',
  dataset: { choice: spec.dataset, sha256: 'b'.repeat(64), classNames: ['nought', 'one'] },
  runs: [run('a'), run('b')],
  measured,
  suite: { clean: 'identity', corruptions: ['turn'], baseline: 'a' },
});
const text = exportRobustness(report);

type Path = readonly (string | number)[];

/** The file with another value at a place; `undefined` takes the field out. */
function withValue(path: Path, value: unknown): string {
  const file = JSON.parse(text) as unknown;
  const holder = path.slice(0, -1).reduce<unknown>((at, key) => {
    return (at as Record<string | number, unknown>)[key];
  }, file) as Record<string | number, unknown>;
  const last = path.at(-1)!;
  if (value !== undefined && !(last in holder) && typeof last === 'number') throw new Error('path');
  holder[last] = value;
  return JSON.stringify(file);
}

async function errorOf(source: string): Promise<unknown> {
  try {
    await readRobustness(source);
  } catch (error) {
    return error;
  }
  throw new Error('the file was read');
}

describe('the robustness file', () => {
  it('exports what it read to the same bytes', async () => {
    const read = await readRobustness(text);
    expect(exportRobustness(read)).toBe(text);
    expect(read.measurements.map(({ results }) => results)).toEqual(
      report.measurements.map(({ results }) => results),
    );
    expect(read.corruptionErrors).toEqual(report.corruptionErrors);
    expect(read.corruptionErrors!.rows[1]!.mCE).toBeCloseTo(21 / 31, 12);
  });

  it('writes every option out, so that a later default changes nothing', async () => {
    const { measurements } = await readRobustness(text);
    expect(measurements[1]!.viewing.changes[0]!.options).toEqual({ angle: 30, eitherWay: false });
    expect(measurements[3]!.viewing.assumed!.sensor!.options).toMatchObject({ fieldOfView: 110 });
    expect(measurements[3]!.viewing.changes[0]!.to).toEqual({ deviation: 0.2 });
  });

  it('keeps counts on one line each', () => {
    expect(text).toContain('"right": [40, 29],');
  });

  it('reads figures that another program rounded', async () => {
    const rounded = withValue(['measurements', 1, 'results', 0, 'low'], 0.5939);
    const exact = (await readRobustness(text)).measurements[1]!.results[0]!.low!;
    expect(codeOf(await errorOf(rounded))).toBe('robustness-field');
    const near = withValue(['measurements', 1, 'results', 0, 'low'], Number(exact.toFixed(7)));
    expect((await readRobustness(near)).runs).toHaveLength(2);
  });

  it('cleans names that would turn the text around', async () => {
    const read = await readRobustness(withValue(['runs', 0, 'name'], 'calm\u202E otter'));
    expect(read.runs[0]!.name).toBe('calm otter');
  });
});

const rotated = ['measurements', 1, 'viewing', 'changes', 0] as const;
const result = ['measurements', 1, 'results', 0] as const;

describe('a file that is not right', () => {
  it.each<[string, Path, unknown, string, string]>([
    ['another schema', ['schema'], 'x', 'robustness-kind', 'schema "x"'],
    ['no version', ['version'], undefined, 'robustness-version', 'version missing'],
    ['a newer version', ['version'], 2, 'robustness-newer', 'version 2'],
    ['an unknown field', ['extra'], 1, 'results-unknown-field', 'only fields of version 1'],
    [
      'a strength out of range',
      [...rotated, 'options', 'angle'],
      400,
      'illegal-option',
      'Rotation = 400 in Rotation in measurements[1].viewing; expected a number from -180 to 180',
    ],
    [
      'a strength that is a text',
      [...rotated, 'options', 'angle'],
      '30',
      'illegal-option',
      'Rotation = "30"',
    ],
    [
      'an unknown option',
      [...rotated, 'options', 'tilt'],
      1,
      'unknown-option',
      '"tilt" of Rotation',
    ],
    ['an unknown transform', [...rotated, 'id'], 'bend', 'unknown-transform', '"bend"'],
    [
      'a range out of range',
      ['measurements', 3, 'viewing', 'changes', 0, 'to', 'deviation'],
      7,
      'illegal-range',
      'in measurements[3].viewing',
    ],
    [
      'a lens out of range',
      ['measurements', 3, 'viewing', 'sensor', 'options', 'fieldOfView'],
      171,
      'illegal-option',
      'Field of view = 171',
    ],
    [
      'an assumed lens out of range',
      ['measurements', 3, 'viewing', 'assumed', 'sensor', 'options', 'fieldOfView'],
      -1,
      'illegal-option',
      'Field of view = -1',
    ],
    [
      'an unknown sensor',
      ['measurements', 3, 'viewing', 'sensor', 'id'],
      'x',
      'unknown-system',
      '"x"',
    ],
    [
      'a spec of an unknown system',
      ['runs', 1, 'spec', 'architecture', 'id'],
      'x',
      'unknown-system',
      'runs[1].spec',
    ],
    ['a spec without a step', ['runs', 1, 'spec', 'steps'], 0, 'illegal-spec', 'runs[1].spec'],
    ['an unknown dataset', ['dataset', 'choice', 'id'], 'x', 'unknown-dataset', 'dataset.choice'],
    ['a hash that is none', ['dataset', 'sha256'], 'x', 'results-field', 'dataset.sha256'],
    ['a time that is none', ['created'], 'today', 'results-field', 'created'],
    ['two runs of an id', ['runs', 1, 'id'], 'a', 'robustness-field', 'runs[1].id = "a"'],
    [
      'two measurements of an id',
      ['measurements', 1, 'id'],
      'identity',
      'robustness-field',
      'measurements[1].id',
    ],
    ['a result of no run', [...result, 'run'], 'z', 'robustness-field', 'results[0].run = "z"'],
    ['two results of a run', [...result, 'run'], 'b', 'robustness-field', 'results[1].run = "b"'],
    ['half an image', [...result, 'right', 0], 0.5, 'results-field', 'results[0].right[0] = 0.5'],
    ['fewer than none', [...result, 'right', 0], -1, 'results-range', 'results[0].right[0] = -1'],
    [
      'more right than asked',
      [...result, 'right', 1],
      31,
      'robustness-field',
      'at most its total of 30',
    ],
    [
      'a class too many',
      [...result, 'right'],
      [1, 2, 3],
      'robustness-field',
      'right with 3 entries',
    ],
    [
      'more broken than wrong',
      [...result, 'broken'],
      32,
      'robustness-field',
      'at most the 31 wrong',
    ],
    [
      'a share that was not counted',
      [...result, 'share'],
      0.7,
      'robustness-field',
      '0.69, which follows',
    ],
    ['a share above 1', [...result, 'share'], 1.2, 'results-range', 'results[0].share = 1.2'],
    [
      'no share where one was counted',
      [...result, 'share'],
      null,
      'robustness-field',
      'share = null',
    ],
    [
      'another strength than the viewing has',
      ['measurements', 1, 'strength'],
      40,
      'robustness-field',
      'measurements[1].strength = 40; expected the strength that its viewing has of Rotation',
    ],
    [
      'an illegal strength of the knob',
      ['measurements', 1, 'strength'],
      181,
      'illegal-option',
      'in measurements[1].knob',
    ],
    [
      'a knob without a strength',
      ['measurements', 1, 'strength'],
      null,
      'robustness-field',
      'a knob and no strength',
    ],
    [
      'a strength without a knob',
      ['measurements', 1, 'knob'],
      null,
      'robustness-field',
      'a strength and no knob',
    ],
    [
      'a knob that is no number',
      ['measurements', 1, 'knob', 'option'],
      'eitherWay',
      'unknown-strength',
      'one of angle',
    ],
    [
      'a knob of a change that is not there',
      ['measurements', 1, 'knob', 'place'],
      3,
      'strength-place',
      'change 4 of the chain',
    ],
    [
      'a suite of no measurement',
      ['corruptionErrors', 'corruptions', 0],
      'x',
      'robustness-field',
      '"x"',
    ],
    [
      'a baseline that is no run',
      ['corruptionErrors', 'baseline'],
      'x',
      'robustness-field',
      'baseline = "x"',
    ],
    [
      'a baseline that diverged',
      ['runs', 0, 'diverged'],
      true,
      'robustness-field',
      'baseline = "a"',
    ],
    [
      'a run that diverged and is not left out',
      ['runs', 1, 'diverged'],
      true,
      'robustness-field',
      'runs a, 1 left out',
    ],
    [
      'an mCE that does not follow',
      ['corruptionErrors', 'rows', 1, 'mCE'],
      0.5,
      'robustness-field',
      'rows[1].mCE = 0.5',
    ],
    [
      'a ratio that does not follow',
      ['corruptionErrors', 'rows', 1, 'relativeRatios', 0],
      null,
      'robustness-field',
      'relativeRatios[0] = null',
    ],
    [
      'a ratio too many',
      ['corruptionErrors', 'rows', 1, 'ratios'],
      [1, 1],
      'robustness-field',
      'ratios with 2 entries',
    ],
  ])('is refused for %s, which is named', async (_, path, value, code, words) => {
    const error = await errorOf(withValue(path, value));
    expect(messageOf(error)).toContain(words);
    expect(codeOf(error)).toBe(code);
  });

  it.each(['', 'null', '[]', '7', '{}', '{"schema": "coordinet-robustness"', text.slice(0, -9)])(
    'is refused where it is %j',
    async (source) => {
      expect(codeOf(await errorOf(source))).toMatch(/^(json|robustness)-/);
    },
  );

  it('is refused in words wherever a value is replaced', async () => {
    const paths: Path[] = [];
    const walk = (value: unknown, path: Path) => {
      if (path.length > 0) paths.push(path);
      if (typeof value !== 'object' || value === null) return;
      for (const [key, inner] of Object.entries(value)) {
        walk(inner, [...path, Array.isArray(value) ? Number(key) : key]);
      }
    };
    walk(JSON.parse(text), []);
    expect(paths.length).toBeGreaterThan(200);
    let refused = 0;
    for (const path of paths) {
      for (const value of [{}, -7.5, 'x', [null], undefined]) {
        const outcome = await readRobustness(withValue(path, value)).catch((error) => error);
        if (outcome instanceof Error) refused++;
        const isFine = !(outcome instanceof Error) || codeOf(outcome) !== undefined;
        expect(isFine, `${path.join('.')} = ${JSON.stringify(value)}: ${String(outcome)}`).toBe(
          true,
        );
      }
    }
    expect(refused).toBeGreaterThan(4 * paths.length);
  });
});

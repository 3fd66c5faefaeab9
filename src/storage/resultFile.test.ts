import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LabError } from '../core/errors.ts';
import { exportRuns, importRuns, readResults, type ExportContext } from './resultFile.ts';
import { MAX_BYTES } from './jsonText.ts';
import { expectCode, someEnvironment, someRun } from './testing.ts';
import { plainViewing } from '../training/viewing.ts';

const read = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8');
const fixture = read('results-v4.json');
const version3 = read('results-v3.json');
const version2 = read('results-v2.json');
const version1 = read('results-v1.json');

/** What wrote the fixtures. */
const context: ExportContext = {
  app: { name: 'Coordinet Lab', version: '0.1.0', commit: '6ea1cd4' },
  environment: someEnvironment,
  created: '2026-01-03T00:00:00.000Z',
};

/** What the third run of the newest fixture was trained with. */
const turned = { id: 'rotation', options: { angle: -30, eitherWay: false }, to: { angle: 30 } };

/** What the first run of the newest fixture has besides. */
const validated = {
  history: {
    ...someRun('a').history,
    validationLoss: [2.3, 1.31, 0.72],
    validationAccuracy: [0.1, 0.52, 0.75],
  },
  final: {
    ...someRun('a').final!,
    classAccuracy: [0.75, 0.8, null],
    validation: { accuracy: 0.75, loss: 0.72, count: 500 },
    bestStep: 100,
    initialWeightsSha256: '12'.repeat(32),
    batchOrderSha256: '34'.repeat(32),
  },
  views: [
    {
      label: 'rotated by 20°',
      viewing: {
        ...plainViewing,
        changes: [{ id: 'rotation', options: { angle: 20, eitherWay: false } }],
      },
      accuracy: 0.5,
    },
  ],
};

type Json = Record<string, unknown>;

/** The fixture with one value changed; the path as in messages: `runs[0].history.step[1]`. */
function withValue(path: string, value: unknown): string {
  const file = JSON.parse(fixture) as Json;
  const keys = path.split(/[.[\]]+/).filter(Boolean);
  const last = keys.pop()!;
  const owner = keys.reduce<Json>((inner, key) => inner[key] as Json, file);
  if (value === undefined) delete owner[last];
  else owner[last] = value;
  return JSON.stringify(file);
}

async function faultOf(text: string): Promise<LabError> {
  const error = await importRuns(text).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof LabError)) throw new Error(`expected a LabError, found ${String(error)}`);
  return error;
}

describe('a results file', () => {
  it.each([1, 2, 3, 4])('of version %d is read for ever', async (version) => {
    const text = [version1, version2, version3, fixture][version - 1]!;
    const { runs, isEdited } = await readResults(text);
    expect(isEdited).toBe(false);
    expect(runs.map(({ id, name, status }) => [id, name, status])).toEqual([
      ['a1f0c2', 'calm-otter', 'finished'],
      ['b7e31d', 'brave-fern', 'diverged'],
      ['c90ab4', 'quiet-heron', 'stopped'],
    ]);
    const unknown = {
      ...{ notes: '', tags: [], comparison: null },
      history: { ...someRun('a').history, testClassAccuracy: [null, null, null] },
    };
    expect(runs[0]).toEqual({
      ...someRun('a1f0c2'),
      ...(version === 1 ? unknown : {}),
      ...(version === 4 ? validated : {}),
      ...{ imported: true, spec: runs[0]!.spec },
    });
    const { validationImages, stopping } = runs[0]!.spec;
    expect([validationImages, stopping.id]).toEqual(
      version === 4 ? [500, 'validation'] : [0, 'steps'],
    );
    expect(runs[1]!.history.trainLoss).toEqual([null, NaN]);
    expect(runs[1]!.history.testLoss).toEqual([2.4, Infinity]);
    expect(runs.every((run) => run.imported)).toBe(true);
    const augmentation = { changes: [turned], sensor: null };
    expect(runs[2]!.spec.augmentation).toEqual(version >= 3 ? augmentation : null);
    expect(runs[0]!.spec.augmentation).toBeNull();
  });

  it('is the same, byte by byte, when it is exported again', async () => {
    const text = exportRuns(await importRuns(fixture), context);
    // Options that have been added since are written out; else it is the fixture.
    expect((JSON.parse(text) as Json)['runs']).toMatchObject(JSON.parse(fixture).runs as Json[]);
    expect(exportRuns(await importRuns(text), context)).toBe(text);
  });

  it.each([
    [1, version1],
    [2, version2],
    [3, version3],
  ])('of version %d comes out as version 4, and that again as itself', async (_, text) => {
    const upgraded = exportRuns(await importRuns(text), context);
    expect(JSON.parse(upgraded)).toMatchObject({ schemaVersion: 4 });
    expect(exportRuns(await importRuns(upgraded), context)).toBe(upgraded);
  });

  it.each([
    [1, version1],
    [2, version2],
    [3, version3],
  ])('of version %d tells that it was edited, too', async (_, text) => {
    expect(text).toContain('"parameterCount": 101770');
    const edited = text.replace('"parameterCount": 101770', '"parameterCount": 101771');
    expect((await readResults(edited)).isEdited).toBe(true);
  });

  it('has notes and tags as they may be shown, and within their limits', async () => {
    const notes = `line\r\n\u202E  two${'x'.repeat(30_000)}`;
    const tags = [' a\u200B ', 'a', '', ...Array.from({ length: 50 }, (_, i) => `tag ${i}`)];
    const [run] = await importRuns(exportRuns([someRun('a', { notes, tags })], context));
    expect(run!.notes.startsWith('line\n')).toBe(true);
    expect(run!.notes).toHaveLength(10_000);
    expect(run!.tags.slice(0, 2)).toEqual(['a', 'tag 0']);
    expect(run!.tags).toHaveLength(20);
  });

  it('is read from a File, with or without a byte order mark', async () => {
    const runs = await importRuns(new File(['\uFEFF', fixture], 'results.json'));
    expect(runs).toEqual(await importRuns(fixture));
  });

  it('tells that it was edited, and is read all the same', async () => {
    const { runs, isEdited } = await readResults(withValue('runs[0].final.testAccuracy', 0.99));
    expect(isEdited).toBe(true);
    expect(runs[0]!.final!.testAccuracy).toBe(0.99);
  });

  it('with one key twice holds the second value, and tells that it was edited', async () => {
    const twice = fixture.replace('"seed": 7', '"seed": 7, "seed": 2');
    expect(twice).not.toBe(fixture);
    const { runs, isEdited } = await readResults(twice);
    expect([runs[0]!.spec.seed, isEdited]).toEqual([2, true]);
  });

  it('may be laid out otherwise without being edited', async () => {
    const { isEdited } = await readResults(JSON.stringify(JSON.parse(fixture)));
    expect(isEdited).toBe(false);
  });

  it('may be empty of runs', async () => {
    expect(await importRuns(exportRuns([], context))).toEqual([]);
  });

  it('writes a run that has not ended as stopped', async () => {
    const runs = (['queued', 'training', 'paused'] as const).map((status) =>
      someRun(status, { status, final: null }),
    );
    const imported = await importRuns(exportRuns(runs, context));
    expect(imported.map(({ status }) => status)).toEqual(['stopped', 'stopped', 'stopped']);
  });

  it('has clean names, however the run was called', async () => {
    const name = `\u202Eevil\u0007${'x'.repeat(5000)}`;
    for (const text of [
      exportRuns([someRun('a', { name })], context),
      withValue('runs[0].name', name),
    ]) {
      const [run] = await importRuns(text);
      expect(run!.name).toBe(`evil${'x'.repeat(116)}`);
    }
  });

  it('writes options that were left to their defaults', () => {
    const spec = someRun('a').spec;
    const short = { ...spec, architecture: { id: spec.architecture.id, options: {} } };
    expect(exportRuns([someRun('a', { spec: short })], context)).toBe(
      exportRuns([someRun('a')], context),
    );
  });
});

describe('a results file is refused, with the place and the reason:', () => {
  it.each<[what: string, text: string, code: string, ...parts: string[]]>([
    ['no JSON', 'accuracy,loss\n1,2', 'json-syntax', 'line 1, column 1'],
    ['an empty file', '', 'json-empty'],
    ['a cut file', fixture.slice(0, -200), 'json-syntax', 'the end of the file'],
    ['brackets without end', '['.repeat(1e6), 'json-depth'],
    [
      'a key to the prototype',
      fixture.replace('"waves"', '"__proto__"'),
      'json-key',
      'line 70',
      '"__proto__"',
    ],
    ['a list', '[]', 'results-kind'],
    ['another kind of file', '{"hello": 1}', 'results-version', 'missing'],
    ['version 0', withValue('schemaVersion', 0), 'results-version', 'schemaVersion 0'],
    ['version "1"', withValue('schemaVersion', '1'), 'results-version', '"1"'],
    ['a newer version', withValue('schemaVersion', 7), 'results-newer', 'results of version 7'],
    ['a missing field', withValue('runs[1].status', undefined), 'results-field', 'runs[1].status'],
    ['a wrong type', withValue('runs[0].colour', 'red'), 'results-field', 'runs[0].colour = "red"'],
    [
      'an unknown field',
      withValue('runs[0].history.f1', []),
      'results-unknown-field',
      '"f1" in runs[0].history',
    ],
    [
      'endless notes',
      withValue('runs[0].notes', 'x'.repeat(20_001)),
      'results-range',
      'runs[0].notes',
      'at most 20000 characters',
    ],
    [
      'endless tags',
      withValue('runs[0].tags', Array(21).fill('a')),
      'results-range',
      'runs[0].tags',
      'at most 20 entries',
    ],
    ['a tag without end', withValue('runs[0].tags[0]', 'x'.repeat(81)), 'results-range'],
    ['a comparison without id', withValue('runs[0].comparison', ''), 'results-range'],
    [
      'an accuracy of a class over 1',
      withValue('runs[0].history.testClassAccuracy[2][1]', 2),
      'results-range',
      'testClassAccuracy[2][1] = 2',
    ],
    [
      'more classes at one point than at another',
      withValue('runs[0].history.testClassAccuracy[2]', [1]),
      'results-columns',
      'testClassAccuracy[2] with 1 classes',
    ],
    [
      'an end of a range that is no number',
      withValue('runs[2].spec.augmentation.changes[0].to.angle', '30'),
      'results-field',
      'runs[2].spec.augmentation.changes[0].to.angle = "30"',
    ],
    [
      'an end of a range beyond its option',
      withValue('runs[2].spec.augmentation.changes[0].to.angle', 181),
      'illegal-range',
      'up to 181 in Rotation in runs[2].spec',
    ],
    [
      'no word of augmentation',
      withValue('runs[0].spec.augmentation', undefined),
      'results-field',
      'runs[0].spec.augmentation',
    ],
    ['version 1 with a fault', version1.replace('"colour": 0', '"colour": -1'), 'results-range'],
    ['an unknown state', withValue('runs[0].status', 'training'), 'results-field', '"training"'],
    [
      'an accuracy over 1',
      withValue('runs[0].history.testAccuracy[2]', 1.7),
      'results-range',
      'runs[0].history.testAccuracy[2] = 1.7',
      'at most 1',
    ],
    [
      'an accuracy below 0',
      withValue('runs[0].final.testAccuracy', -0.1),
      'results-range',
      'at least 0',
    ],
    [
      'a negative loss',
      withValue('runs[0].history.testLoss[1]', -3),
      'results-range',
      'testLoss[1] = -3',
      'at least 0',
    ],
    [
      'a missing loss',
      withValue('runs[0].history.trainLoss[1]', null),
      'results-number',
      'runs[0].history.trainLoss[1] = null at step 50',
    ],
    ['an accuracy null', withValue('runs[0].history.testAccuracy[0]', null), 'results-field'],
    ['an accuracy "NaN"', withValue('runs[0].history.testAccuracy[0]', 'NaN'), 'results-field'],
    [
      'a NaN in a run that finished',
      withValue('runs[0].history.testLoss[1]', 'NaN'),
      'results-number',
      'testLoss[1] = "NaN"',
      'only a diverged run',
    ],
    [
      'a typed array',
      withValue('runs[0].history.step', { 0: 0, 1: 50 }),
      'results-field',
      '"1":50',
    ],
    [
      'columns of unequal length',
      withValue('runs[0].history.trainLoss', [null, 1]),
      'results-columns',
      'runs[0].history.trainLoss with 2 entries',
      '3 entries',
    ],
    [
      'steps that do not increase',
      withValue('runs[0].history.step[2]', 50),
      'results-steps',
      'runs[0].history.step[2] = 50',
      'a step after 50',
    ],
    [
      'more recorded than trained',
      withValue('runs[0].history.step[2]', 101),
      'results-steps',
      'at most the 100 steps',
    ],
    [
      'a key to the prototype through the constructor',
      fixture.replace('"waves"', '"constructor"'),
      'json-key',
      '"constructor"',
    ],
    [
      'a seed beyond 2⁵³, which is no longer itself',
      fixture.replace('"seed": 7', '"seed": 9007199254740993'),
      'results-range',
      'spec.seed',
    ],
    ['half a step', withValue('runs[0].history.step[1]', 0.5), 'results-field', 'step[1] = 0.5'],
    ['more steps than wanted', withValue('runs[0].step', 1e6), 'results-range', 'runs[0].step'],
    [
      'two runs of one id',
      withValue('runs[2].id', 'a1f0c2'),
      'results-duplicate',
      'runs[2].id = "a1f0c2", as runs[0].id',
    ],
    [
      'an unknown architecture',
      withValue('runs[0].spec.architecture.id', 'transformer'),
      'unknown-system',
      '"transformer"',
      'runs[0].spec',
    ],
    [
      'an unknown option',
      withValue('runs[0].spec.encoding.options.volume', 11),
      'unknown-option',
      '"volume"',
      'runs[0].spec',
    ],
    [
      'an illegal option',
      withValue('runs[0].spec.encoding.options.waves', -4),
      'illegal-option',
      'runs[0].spec',
    ],
    [
      'a spec without seed',
      withValue('runs[0].spec.seed', undefined),
      'results-field',
      'spec.seed',
    ],
    [
      'a batch of nothing',
      withValue('runs[0].spec.batchSize', 0),
      'results-range',
      'batchSize = 0',
    ],
    [
      'a validation loss without its accuracy',
      withValue('runs[0].history.validationAccuracy[1]', null),
      'results-number',
      'runs[0].history.validationLoss[1] = 1.31',
    ],
    [
      'an unknown change in a view',
      withValue('runs[0].views[0].viewing.changes[0].id', 'melting'),
      'unknown-transform',
      '"melting"',
      'runs[0].views[0].viewing',
    ],
    [
      'an unknown rule of stopping',
      withValue('runs[0].spec.stopping.id', 'luck'),
      'unknown-system',
      '"luck"',
    ],
    [
      'an analysis without a study',
      withValue('analysis', (JSON.parse(read('study-v4.json')) as Json)['analysis']),
      'results-analysis',
    ],
    ['a hash that is none', withValue('runs[0].datasetSha256', 'abc'), 'results-field', '"abc"'],
    ['a day that is none', withValue('runs[0].createdAt', 'yesterday'), 'results-field'],
    ['infinity', fixture.replace('61234.5', '1e400'), 'results-field', 'trainedMs = Infinity'],
  ])('%s', async (_, text, code, ...parts) => {
    const fault = await faultOf(text);
    expect(fault.code, fault.message).toBe(code);
    for (const part of parts) expect(fault.message).toContain(part);
    expect(fault.parts.fix).not.toBe('');
    expect(({} as Json).polluted).toBeUndefined();
  });

  it('more than 100 MB', async () => {
    await expectCode(
      importRuns(new File([new Uint8Array(MAX_BYTES + 1)], 'x.json')),
      'json-too-large',
    );
  });
});

describe('a damaged results file', () => {
  const pieces = [
    '__proto__',
    '"',
    '{',
    '}',
    '[',
    ']',
    ',',
    'null',
    'NaN',
    '-',
    '1e999',
    '\\',
    '0',
  ];
  const mutation = fc.record({
    at: fc.nat(fixture.length),
    drop: fc.nat(12),
    put: fc.oneof(fc.constantFrom('', ...pieces), fc.string({ maxLength: 4 })),
  });
  const mutate = (text: string, { at, drop, put }: { at: number; drop: number; put: string }) =>
    text.slice(0, at) + put + text.slice(at + drop);

  it(
    'is refused by a LabError or read; nothing else ever happens',
    { timeout: 60_000 },
    async () => {
      const prototype = Object.getOwnPropertyNames(Object.prototype).join();
      const whole = await importRuns(fixture);
      let [refused, read] = [0, 0];
      await fc.assert(
        fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 4 }), async (mutations) => {
          try {
            const results = await readResults(mutations.reduce(mutate, fixture));
            read++;
            if (!results.isEdited) expect(results.runs).toEqual(whole);
          } catch (error) {
            refused++;
            expect(error).toBeInstanceOf(LabError);
          }
          expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(prototype);
        }),
        { numRuns: 1500 },
      );
      expect(refused).toBeGreaterThan(100);
      expect(read).toBeGreaterThan(0);
    },
  );

  it('with any value in any place is refused or read', { timeout: 60_000 }, async () => {
    const places = pathsOf(JSON.parse(fixture));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), fc.jsonValue(), async (place, value) => {
        const result = await importRuns(withValue(place, value)).catch((error: unknown) => error);
        expect(result instanceof LabError || Array.isArray(result)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a file of many runs', () => {
  it('of 200,000 points is written and read whole', { timeout: 60_000 }, async () => {
    const length = 1000;
    const column = (value: number) => Array.from({ length }, () => value / 3);
    const history = {
      step: Array.from({ length }, (_, index) => index),
      trainLoss: [null, ...column(2).slice(1)],
      trainAccuracy: [null, ...column(1).slice(1)],
      testLoss: column(2),
      testAccuracy: column(1),
      testClassAccuracy: Array.from({ length }, () => null),
      validationLoss: Array.from({ length }, () => null),
      validationAccuracy: Array.from({ length }, () => null),
    };
    const spec = { ...someRun('a').spec, steps: length };
    const runs = Array.from({ length: 200 }, (_, index) =>
      someRun(`run-${index}`, { spec, history, step: length }),
    );
    const imported = await importRuns(exportRuns(runs, context));
    expect(imported).toHaveLength(200);
    expect(imported.at(-1)?.history).toEqual(history);
  });
});

/** `runs[0].history.step[1]`, for every value in the file. */
function pathsOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const here = Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`.replace(/^\./, '');
    return [here, ...pathsOf(inner, here)];
  });
}

import { describe, expect, it } from 'vitest';
import { canonicalText, createDefaultSpec, readSpec } from '../../training/specs.ts';
import { specsOf } from '../comparisons/comparison.ts';
import { comparisons } from '../comparisons/index.ts';
import { cellsOf } from './cells.ts';
import { applyChanges, changesText } from './changes.ts';
import { planOfComparison } from './planOfComparison.ts';
import {
  changeAt,
  maybeOptionAt,
  optionAt,
  pathLabel,
  pathsOf,
  settingText,
  touches,
  valueAt,
  withValue,
} from './specPath.ts';

const spec = readSpec(createDefaultSpec(), 'the test');
const mlp = applyChanges(spec, { architecture: { id: 'mlp' } });

describe('changes of a spec', () => {
  it('with an id take that system and forget the options of the one before', () => {
    const wide = applyChanges(spec, { architecture: { options: { width: 64, pooling: 'sum' } } });
    expect(wide.architecture.options).toMatchObject({ width: 64, pooling: 'sum', layers: 2 });
    const anew = applyChanges(wide, { architecture: { id: 'coordinet', options: { layers: 3 } } });
    expect(anew.architecture.options).toMatchObject({ width: 128, pooling: 'max', layers: 3 });
  });
  it('act in order, the last word counts', () => {
    const changed = applyChanges(spec, [{ steps: 5, batchSize: 8 }, { steps: 7 }]);
    expect(changed).toMatchObject({ steps: 7, batchSize: 8 });
  });
  it('give an encoding to an architecture that takes one where there was none', () => {
    expect(mlp.encoding).toBeNull();
    expect(applyChanges(mlp, { architecture: { id: 'coordinet' } }).encoding).toEqual(
      spec.encoding,
    );
    const named = { architecture: { id: 'coordinet' }, encoding: { id: 'raw' } };
    expect(applyChanges(mlp, named).encoding!.id).toBe('raw');
  });
  it('keep the encoding that there was, and what they do not name', () => {
    const raw = applyChanges(spec, { encoding: { id: 'raw' } });
    expect(applyChanges(raw, { architecture: { id: 'point-net' } }).encoding!.id).toBe('raw');
    const turned = { changes: [{ id: 'rotation', options: { angle: 9 } }], sensor: null };
    const augmented = applyChanges(spec, { augmentation: turned });
    expect(applyChanges(augmented, { steps: 3 }).augmentation).toEqual(augmented.augmentation);
    expect(applyChanges(augmented, { augmentation: null }).augmentation).toBeNull();
  });
  it('are told in words', () => {
    const changes = { architecture: { id: 'mlp' }, steps: 300 };
    expect(changesText(spec, changes)).toBe('Architecture MLP, Steps 300');
    expect(changesText(spec, {})).toBe('as the base');
  });
});

describe('a path', () => {
  it.each([spec, mlp])('leads to every number and option, and back', (each) => {
    for (const path of pathsOf(each)) {
      const value = valueAt(each, path);
      expect(canonicalText(withValue(each, path, value))).toBe(canonicalText(each));
      expect(pathLabel(path, each)).not.toBe(path);
      expect(touches(changeAt(path, value), path)).toBe(true);
    }
  });
  it('puts a value there and nowhere else', () => {
    const wide = withValue(spec, 'architecture.width', 64);
    expect(valueAt(wide, 'architecture.width')).toBe(64);
    expect(withValue(wide, 'architecture.width', 128)).toEqual(spec);
    expect(
      settingText(withValue(wide, 'learningRate', 0.0041), ['learningRate', 'architecture.width']),
    ).toBe('learning rate 0.0041, width before pooling 64');
    expect(settingText(spec, ['architecture.pooling'])).toBe('pooling Maximum');
  });
  it('refuses what may not stand there', () => {
    expect(() => withValue(spec, 'architecture.width', 2)).toThrow(/Width before pooling = 2/);
    expect(() => withValue(spec, 'steps', 1.5)).toThrow(/Steps = 1.5/);
  });
  it('leads nowhere where the spec has no such place', () => {
    for (const path of [
      'seed',
      'architecture',
      'architecture.',
      'encoding.waves.x',
      '__proto__.a',
    ]) {
      expect(maybeOptionAt(spec, path)).toBeUndefined();
    }
    for (const path of ['encoding.waves', 'architecture.pooling', 'architecture.constructor']) {
      expect(() => optionAt(mlp, path)).toThrow(/which a spec of MLP has not/);
    }
  });
  it('is touched by another system, not by another option', () => {
    expect(touches({ architecture: { id: 'mlp' } }, 'architecture.width')).toBe(true);
    expect(touches({ architecture: { options: { layers: 1 } } }, 'architecture.width')).toBe(false);
  });
});

describe.each(comparisons)('$title', (comparison) => {
  it('asked as a study has the same specs, at each seed', () => {
    const plan = planOfComparison(comparison, [1, 2]);
    const { cells } = cellsOf(plan, []);
    for (const seed of plan.seeds) {
      const texts = cells
        .filter((cell) => cell.seed === seed)
        .map(({ spec }) => canonicalText(spec));
      expect(texts.sort()).toEqual(
        specsOf(comparison, 'whole')
          .map((spec) => canonicalText({ ...spec, seed }))
          .sort(),
      );
    }
  });
});

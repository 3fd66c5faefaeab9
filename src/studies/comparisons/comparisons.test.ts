import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { completeFinal } from '../../training/result.ts';
import { canonicalText, differences } from '../../training/specs.ts';
import { guessedMs } from '../duration.ts';
import { comparisonSizes, specsOf } from './comparison.ts';
import { comparisons, maybeFindComparison } from './index.ts';
import { isThrough, isFinished, tableOf, type ArmRun } from './table.ts';
import { caution } from './words.ts';

/** Of the embedded datasets; the number of classes hardly counts. */
const size = { height: 28, width: 28, channels: 1, classes: 10 };
const finalOf = (testAccuracy: number) =>
  completeFinal({
    testAccuracy,
    testLoss: 0.5,
    testCount: 2000,
    parameterCount: 1000,
    weightsSha256: 'ab'.repeat(32),
    trainedMs: 1000,
  });

it('lists every file of the folder', () => {
  const machinery = ['comparison.ts', 'index.ts', 'table.ts', 'words.ts'];
  const files = readdirSync(new URL('.', import.meta.url))
    .filter((name) => !name.includes('.test.') && !machinery.includes(name))
    .map((name) => name.replace('.ts', ''));
  const camel = (id: string) => id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  expect(comparisons.map(({ id }) => camel(id)).sort()).toEqual(files.sort());
  for (const { id } of comparisons) expect(maybeFindComparison(id)?.id).toBe(id);
  expect(maybeFindComparison('__proto__')).toBeUndefined();
});

describe.each(comparisons)('$title', (comparison) => {
  it('has arms that the lab can train, each its own', () => {
    for (const each of comparisonSizes) {
      const specs = specsOf(comparison, each);
      expect(new Set(specs.map(canonicalText)).size).toBe(comparison.arms.length);
    }
    const names = specsOf(comparison, 'whole').map(
      ({ dataset }, index) => `${comparison.arms[index]!.label} on ${dataset.id}`,
    );
    expect(new Set(names).size).toBe(comparison.arms.length);
  });

  it('changes one thing at a time', () => {
    const [first, ...others] = specsOf(comparison, 'whole');
    for (const spec of others) {
      const labels = differences(first!, spec).map(({ label }) => label);
      expect(labels.length).toBeGreaterThan(0);
      for (const label of labels) {
        expect(['Dataset', 'Augmentation', 'Architecture', 'Encoding', 'Pooling']).toContain(label);
      }
    }
  });

  it('takes minutes, and far less when quick', () => {
    const total = (which: (typeof comparisonSizes)[number]) =>
      specsOf(comparison, which).reduce((sum, spec) => sum + guessedMs(spec, size)!, 0);
    expect(total('whole')).toBeGreaterThan(20_000);
    expect(total('whole')).toBeLessThan(270_000);
    expect(total('quick')).toBeLessThan(total('whole') / 3);
  });

  const armsAt = (accuracy: (index: number) => number | null): ArmRun[] =>
    specsOf(comparison, 'whole').map((spec, index) => {
      const share = accuracy(index);
      const { label } = comparison.arms[index]!;
      return share === null
        ? { label, spec, state: 'diverged', final: null }
        : { label, spec, state: 'finished', final: finalOf(share) };
    });

  it('says in words what came out, whatever that is', () => {
    const outcomes = [
      (index: number) => 0.9 - index / 50,
      (index: number) => 0.1 + index / 50,
      () => 0.5,
      () => 1,
      (index: number) => (index % 2 === 0 ? null : 0.7),
      () => null,
    ];
    for (const outcome of outcomes) {
      const arms = armsAt(outcome);
      expect(isThrough(arms)).toBe(true);
      const rows = tableOf(arms).filter(isFinished);
      const text = `${comparison.read(rows)} ${caution(rows)}`;
      expect(text).not.toMatch(/NaN|undefined|null|\.\.|  \S/);
      if (rows.length > 1) expect(text).toMatch(/One run each.*may be chance/);
    }
  });

  it('calls equal results equal', () => {
    const rows = tableOf(armsAt(() => 0.9)).filter(isFinished);
    expect(rows.every(({ rank }) => rank === 1)).toBe(true);
    expect(comparison.read(rows)).not.toMatch(/points? more right|was worth/);
  });
});

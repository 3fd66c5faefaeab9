/** What every task promises, over the whole list; and classification in closed form. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../core/differentiation.ts';
import { createHostKernels } from '../core/hostKernels.ts';
import { defaultsOf } from '../core/options.ts';
import { indexOfLargest } from '../core/metrics.ts';
import { classification } from './classification.ts';
import { findTask, tasks } from './index.ts';
import type { Task } from './task.ts';

const batch = (labels: number[]) => ({
  count: labels.length,
  values: new Float32Array(labels.length),
  labels: Uint8Array.from(labels),
});

describe('the list of tasks', () => {
  it('holds the folder', () => {
    const files = readdirSync(import.meta.dirname)
      .filter((name) => /^\w+\.ts$/.test(name) && !['index.ts', 'task.ts'].includes(name))
      .map((name) => name.replace('.ts', ''));
    expect(tasks.map((each) => each.id as string).sort()).toEqual(files.sort());
  });

  it('names what it does not know', () => {
    expect(() => findTask('regression')).toThrow('task "regression"');
  });
});

describe.each(tasks.map((each) => [each.id, each as Task] as const))('%s', (_, task) => {
  const options = defaultsOf(task.options);

  it('says what it is and whence', () => {
    for (const text of [task.label, task.summary, task.reference]) {
      expect(text.trim()).not.toBe('');
    }
  });

  it('has a program of named phases, each of which moves something', () => {
    const phases = task.program(options);
    expect(phases.length).toBeGreaterThan(0);
    expect(new Set(phases.map((phase) => phase.name)).size).toBe(phases.length);
  });

  it('trains for what it scores: the loss of a batch is the loss in its scores', async () => {
    const outputs = 4;
    const answers = [0.5, -1, 2, 0.25, 3, -2, 0, 1, -0.5, 0.5, 0.75, -3];
    const labels = [2, 3, 0];
    const kernels = createHostKernels('float64');
    for (const phase of task.program(options)) {
      const { loss } = evaluate(kernels, new Map(), (ops) => {
        const targets = ops.constant(task.targets(batch(labels), outputs), [3, outputs]);
        const forward = () => ({ logits: ops.constant(answers, [3, outputs]) });
        return { loss: phase.loss(ops, forward, { inputs: {}, targets }).loss };
      });
      const [found] = await kernels.read(loss!);
      expect(found).toBeCloseTo(task.score(answers, labels, outputs).loss, 12);
    }
  });
});

describe('classification', () => {
  const score = (answers: number[], labels: number[]) => classification.score(answers, labels, 3);

  it('has an answer for each class, and one-hot targets', () => {
    expect(classification.outputs({}, { classNames: ['a', 'b', 'c'] })).toBe(3);
    expect([...classification.targets(batch([2, 0]), 3)]).toEqual([0, 0, 1, 1, 0, 0]);
    expect(() => classification.targets(batch([3]), 3)).toThrow('label 3 is beyond the 3 classes');
  });

  it('scores the mean of −log softmax and the share of right answers', () => {
    const { loss, accuracy } = score([0, 0, 0, Math.log(2), 0, 0], [1, 0]);
    expect(loss).toBeCloseTo((Math.log(3) + Math.log(2)) / 2, 12);
    expect(accuracy).toBe(0.5); // of equal logits the first counts
  });

  it('does not overflow', () => {
    expect(score([1e30, 0, 0], [0])).toEqual({ loss: 0, accuracy: 1 });
    expect(score([1000, 0, 0], [1]).loss).toBe(1000);
  });

  it('counts an answer with a NaN as wrong, and its loss as none', () => {
    const { loss, accuracy } = score([5, NaN, 0], [0]);
    expect([loss, accuracy]).toEqual([NaN, 0]);
    expect(indexOfLargest([5, NaN, 0])).toBe(-1);
    expect(indexOfLargest([NaN, 5])).toBe(-1);
  });

  it('takes the first of the largest', () => {
    expect([indexOfLargest([1, 3, 3]), indexOfLargest([-2, -1, -3]), indexOfLargest([4])]).toEqual([
      1, 1, 0,
    ]);
    expect(indexOfLargest(Float32Array.of(-Infinity, -Infinity))).toBe(0);
  });
});

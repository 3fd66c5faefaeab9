/**
 * Classification: which class does an image belong to?
 *
 *   logits [batch, classes], targets one-hot [batch, classes] → mean softmax cross-entropy in nats
 *
 * Accuracy is the share of images whose largest logit is that of their class; on a tie the lower
 * class counts. An answer with a NaN in it is wrong, whatever its largest entry seems to be.
 */
import { indexOfLargest } from '../core/metrics.ts';
import { defineTask, type HostBatch } from './task.ts';

export const classification = defineTask({
  id: 'classification',
  label: 'Classification',
  summary: 'Which class does an image belong to?',
  reference: 'Softmax cross-entropy: Bridle 1990',
  options: {},

  outputs: (_, { classNames }) => classNames.length,

  targets({ labels, count }: HostBatch, outputs) {
    const targets = new Float32Array(count * outputs);
    for (let example = 0; example < count; example++) {
      const label = labels[example]!;
      if (label >= outputs) throw new Error(`label ${label} is beyond the ${outputs} classes`);
      targets[example * outputs + label] = 1;
    }
    return targets;
  },

  program: () => [
    {
      name: 'descend',
      moves: () => true,
      loss(ops, forward, { inputs, targets }) {
        const logits = forward(inputs).logits!;
        return { loss: ops.mean(ops.softmaxCrossEntropy(logits, targets), [0]), answers: logits };
      },
    },
  ],

  score(answers, labels, outputs) {
    let loss = 0;
    let right = 0;
    for (let example = 0; example < labels.length; example++) {
      const row = Array.prototype.slice.call(answers, example * outputs, (example + 1) * outputs);
      loss -= logShare(row, labels[example]!);
      if (indexOfLargest(row) === labels[example]) right++;
    }
    return { loss: loss / labels.length, accuracy: right / labels.length };
  },
});

/** log softmax of one entry, shifted so that nothing overflows. */
function logShare(logits: readonly number[], entry: number): number {
  const top = Math.max(...logits);
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit - top), 0);
  return logits[entry]! - top - Math.log(total);
}

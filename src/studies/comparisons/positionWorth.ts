/**
 * One model, told more and more of where a pixel lies. Without an encoding it sees a bag of values:
 * what it then gets right is what the amount of ink tells.
 */
import { defineComparison } from './comparison.ts';
import { accuracyText, contrast, isClear, pointsBetween, rowOf } from './words.ts';

export const positionWorth = defineComparison({
  id: 'position-worth',
  title: 'What is a position worth?',
  question:
    'How much of reading a digit is knowing where each pixel lies, and does it matter how the place is put into numbers?',
  watchFor:
    'The curve without positions levels off low: it has only the amount of ink to go by. Raw coordinates rise later than waves.',
  shared: { steps: 500 },
  arms: [
    { label: 'No position', changes: { encoding: { id: 'none', options: {} } } },
    { label: 'Raw coordinates', changes: { encoding: { id: 'raw', options: {} } } },
    { label: 'Gaussian Fourier', changes: {} },
  ],
  read(rows) {
    const none = rowOf(rows, 'No position');
    const raw = rowOf(rows, 'Raw coordinates');
    const waves = rowOf(rows, 'Gaussian Fourier');
    const told = [raw, waves]
      .filter((row) => row !== undefined)
      .toSorted((a, b) => b.final.testAccuracy - a.final.testAccuracy)[0];
    const sentences: string[] = [];
    if (none && told && isClear(none, told)) {
      sentences.push(
        `Without positions the model got ${accuracyText(none)} of the test images right, with ${told.label} ${accuracyText(told)}: knowing where a pixel lies was worth ${pointsBetween(none, told).toFixed(1)} points here.`,
      );
    } else if (none && told) sentences.push(`${contrast(none, told)}.`);
    if (raw && waves) sentences.push(`${contrast(waves, raw)}.`);
    return sentences.join(' ');
  },
});

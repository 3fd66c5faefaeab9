import { expect, it } from 'vitest';
import { levelsLabel, placeText } from './place.ts';
import { studyOf } from './testing.ts';

const sizes = (images: readonly number[]) => ({
  label: 'Training images',
  levels: images.map((each) => ({ label: String(each), changes: { trainingImages: each } })),
});
const datasets = {
  label: 'Dataset',
  levels: [
    { label: 'Typefaces', changes: { dataset: { id: 'typefaces' } } },
    { label: 'Where', changes: { dataset: { id: 'where' } } },
  ],
};
const rates = {
  label: 'Learning rate',
  levels: [{ label: '0.01', changes: { learningRate: 0.01 } }],
};

it('names the dataset and N, whether they are the same everywhere or levels', () => {
  const { plan } = studyOf({ factors: [] });
  expect(placeText(plan, {})).toBe('Typefaces, N = 5,000');
  expect(placeText(plan, 'mean')).toBe('Typefaces, N = 5,000');
  const varied = studyOf({ factors: [sizes([300, 1000]), datasets, rates] }).plan;
  const at = { 'Training images': '1000', Dataset: 'Where', 'Learning rate': '0.01' };
  expect(placeText(varied, at)).toBe('Where, N = 1,000, Learning rate 0.01');
  expect(levelsLabel(varied, at)).toBe('N = 1,000, Where, Learning rate 0.01');
});

it('says over what a mean is', () => {
  expect(placeText(studyOf({ factors: [sizes([30, 100])] }).plan, 'mean')).toBe(
    'Typefaces, mean over Training images 30 and 100',
  );
  expect(placeText(studyOf({ factors: [sizes([3, 10, 30, 100, 300])] }).plan, 'mean')).toBe(
    'Typefaces, mean over Training images 3 to 300 (5 levels)',
  );
  expect(placeText(studyOf({ factors: [datasets] }).plan, 'mean')).toBe(
    'mean over Dataset Typefaces and Where',
  );
  expect(placeText(studyOf({ factors: [sizes([30, 100]), datasets] }).plan, 'mean')).toBe(
    'mean over 4 combinations of Training images and Dataset',
  );
});

import { expect, it } from 'vitest';
import { costText, flopText, stageText } from './pipeline.ts';

it.each([
  [0, '0 FLOP'],
  [999, '1 kFLOP'],
  [12_345, '12 kFLOP'],
  [1.26e9, '1.3 GFLOP'],
  [9.99e11, '1 TFLOP'],
  [4.2e15, '4200 TFLOP'],
])('%d reads %s', (flop, text) => expect(flopText(flop)).toBe(text));

it('says parameters and cost in one line', () => {
  expect(costText(67_722, 0.65e9)).toBe('67,722 parameters · 1.3 GFLOP/step');
});

it('names a stage with its shape', () =>
  expect(stageText({ label: 'layer 1', shape: [784, 128] })).toBe('layer 1: 784 × 128'));

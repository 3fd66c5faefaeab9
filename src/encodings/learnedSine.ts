/**
 * Learned sines: waves whose direction, frequency and shift are trained with the rest.
 *
 *   coords   [rows, dimensions]  each in [-1, 1]
 *   weight   [dimensions, waves] trained, radians per unit
 *   bias     [waves]             trained, from U(±1/√dimensions)
 *   features [rows, waves]       sin(coords · weight + bias)
 *
 * What they start from decides much, for training moves frequencies little: low, and the model
 * begins smooth. Two starts:
 *
 *   random        weight from U(±√(9/2)), as CIPS
 *   axis-aligned  half the waves see rows, half columns, with weights pixels · k / waves, as CoordiNet
 *                 (28 k / waves on 28 pixels)
 *
 * Anokhin et al. 2020, arXiv:2011.13775 (CIPS); J. Gillen 2022, CoordiNet (github.com/jezgillen).
 */
import { choice, integer, number } from '../core/options.ts';
import type { InitialValues } from '../core/parameters.ts';
import { defineEncoding, type Plane } from './encoding.ts';
import { pixelsAlong } from './terms/plane.ts';

const CIPS_BOUND = Math.sqrt(9 / 2);

/** Rows first, as CoordiNet: the last axis is y. Any further axis shares evenly. */
function axisAligned(plane: Plane, waves: number, spread: number): InitialValues {
  const { dimensions } = plane;
  const values = new Array<number>(dimensions * waves).fill(0);
  const share = Math.max(1, Math.floor(waves / dimensions));
  for (let wave = 0; wave < waves; wave++) {
    const turn = Math.min(Math.floor(wave / share), dimensions - 1);
    const axis = dimensions - 1 - turn;
    const k = wave - turn * share;
    values[axis * waves + wave] = (spread * pixelsAlong(plane, axis) * k) / waves;
  }
  return { kind: 'given', values };
}

export const learnedSine = defineEncoding({
  id: 'learned-sine',
  label: 'Learned sine (CIPS)',
  summary: 'Waves that are trained with the rest. Training moves them little: their start decides.',
  reference: 'Anokhin et al. 2020, arXiv:2011.13775',
  knob: 'spread',
  options: {
    waves: integer({
      label: 'Waves',
      help: 'Each gives one sine; its shift is learned, so no cosine is needed.',
      default: 128,
      min: 1,
      max: 1024,
    }),
    spread: number({
      label: 'Spread at the start',
      help: 'Multiplies the first frequencies; 1 is as published. Small: smooth. Large: finer.',
      default: 1,
      min: 0.1,
      max: 20,
      unit: '×',
    }),
    start: choice({
      label: 'Start',
      help: 'Random directions, or rows and columns in even steps up to a third of the finest that pixels show.',
      default: 'random',
      choices: [
        { value: 'random', label: 'Random (CIPS)' },
        { value: 'axis-aligned', label: 'Along axes (CoordiNet)' },
      ],
    }),
  },
  outputWidth: ({ waves }) => waves,
  parameters: ({ waves, spread, start }, plane) => [
    {
      name: 'weight',
      shape: [plane.dimensions, waves],
      initial:
        start === 'random'
          ? { kind: 'uniform', bound: spread * CIPS_BOUND }
          : axisAligned(plane, waves, spread),
      trained: true,
    },
    {
      name: 'bias',
      shape: [waves],
      initial: { kind: 'uniform', bound: 1 / Math.sqrt(plane.dimensions) },
      trained: true,
    },
  ],
  encode: (ops, parameter, coords) =>
    ops.sin(ops.dense(coords, parameter('weight'), parameter('bias'))),
});

/** The cases, in the order of the table. */
import type { Case } from './case.ts';
import { cnn, coordConvCnn } from './convolutional.ts';
import { coordinetDense, coordinetMaximum, coordinetSparse } from './coordinet.ts';
import { mlp } from './mlp.ts';
import { resnet20 } from './resnet20.ts';
import { siren } from './siren.ts';

export const cases: readonly Case[] = [
  coordinetDense,
  coordinetSparse,
  coordinetMaximum,
  mlp,
  cnn,
  coordConvCnn,
  resnet20,
  siren,
];

export function findCase(id: string): Case {
  const found = cases.find((each) => each.id === id);
  if (!found) throw new Error(`there is no case "${id}"`);
  return found;
}

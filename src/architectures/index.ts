/** The architectures, in the order shown to people. */
import { createFinder } from '../core/system.ts';
import type { Architecture } from './architecture.ts';
import { bagOfPixels } from './bagOfPixels.ts';
import { cnn } from './cnn.ts';
import { coordConvCnn } from './coordConvCnn.ts';
import { coordinet } from './coordinet.ts';
import { coordinet2 } from './coordinet2.ts';
import { lenet5 } from './lenet5.ts';
import { linear } from './linear.ts';
import { mlp } from './mlp.ts';
import { mlpMixer } from './mlpMixer.ts';
import { mobileNet } from './mobileNet.ts';
import { plainCnn } from './plainCnn.ts';
import { pointNet } from './pointNet.ts';
import { residualMlp } from './residualMlp.ts';
import { resnet20 } from './resnet20.ts';
import { visionTransformer } from './visionTransformer.ts';

export const architectures = [
  coordinet,
  coordinet2,
  pointNet,
  bagOfPixels,
  linear,
  mlp,
  residualMlp,
  cnn,
  plainCnn,
  coordConvCnn,
  lenet5,
  resnet20,
  mobileNet,
  mlpMixer,
  visionTransformer,
] as const;

/** Throws a LabError for an id that is not in the list. */
export const findArchitecture = createFinder<Architecture>('architecture', architectures);

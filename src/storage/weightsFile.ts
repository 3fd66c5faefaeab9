/**
 * A run's weights as a file for other programs: safetensors, whose metadata say all that is needed to
 * build the model again (docs/FILES.md, Weights). scripts/torch/load_weights.py does it in PyTorch.
 */
import { cleanName } from '../core/shownText.ts';
import type { Checkpoint } from '../training/checkpoint.ts';
import type { RunRecord } from '../training/result.ts';
import { canonicalText } from '../training/specs.ts';
import { writeSafetensors } from './safetensors.ts';

const FORMAT = 'coordinet-lab-weights';
const VERSION = 1;

/** How the arrays lie, for whoever has to turn them. */
const layouts =
  'row-major; weights [inputs, outputs]; filters [kernelHeight, kernelWidth, in, out]; images [height, width, channels]';

/** The images that the model reads. */
export interface WeightsImages {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly classNames: readonly string[];
}

export function weightsFile(
  { parameters, step, datasetSha256 }: Checkpoint,
  { name, spec, app }: Pick<RunRecord, 'name' | 'spec' | 'app'>,
  { height, width, channels, classNames }: WeightsImages,
): Uint8Array<ArrayBuffer> {
  return writeSafetensors({
    tensors: parameters,
    metadata: {
      format: FORMAT,
      formatVersion: String(VERSION),
      name: cleanName(name),
      spec: canonicalText(spec),
      step: String(step),
      images: JSON.stringify({ height, width, channels }),
      classes: JSON.stringify(classNames),
      datasetSha256,
      layouts,
      labVersion: app.version,
      labCommit: app.commit,
    },
  });
}

/** What a run is made of, in a few words. */
import { findArchitecture } from '../../architectures/index.ts';
import { findEncoding } from '../../encodings/index.ts';
import type { RunSpec } from '../../store/lab.ts';
import { countText } from '../../store/wording.ts';

/** `Coordinet`, `Gaussian Fourier`, `5,000 images`. */
export function systemNames({ architecture, encoding, trainingImages }: RunSpec): string[] {
  const names = [findArchitecture(architecture.id).label];
  if (encoding) names.push(findEncoding(encoding.id).label);
  return [...names, `${countText(trainingImages)} images`];
}

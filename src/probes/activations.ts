/**
 * Activations: what a model makes of the image on the way, layer by layer.
 *
 *   [1, height, width, c] of a grid            -> c maps [height, width]
 *   [pixels, units] of pixels, place by place  -> units maps over the image plane
 *   [1, units] of neither                      -> one row of units
 *
 * Units are shown in the layer's order or the strongest first. Many units of a trained network are 0
 * on any one image: that is what a ReLU does.
 *
 * Zeiler and Fergus 2013, arXiv:1311.2901; Yosinski et al. 2015, arXiv:1506.06579.
 */
import { choice, integer } from '../core/options.ts';
import {
  defineProbe,
  type NamedArray,
  type ProbeGroup,
  type ProbeMap,
  type Subject,
} from './probe.ts';

export const activations = defineProbe({
  id: 'activations',
  label: 'Activations',
  summary: 'What the model makes of the image on the way, one picture for each unit of a layer.',
  reference: 'Yosinski et al. 2015, arXiv:1506.06579',
  options: {
    maps: integer({
      label: 'Units shown',
      help: 'In each layer, at most.',
      default: 16,
      min: 1,
      max: 256,
    }),
    order: choice({
      label: 'Order',
      default: 'strongest',
      choices: [
        { value: 'strongest', label: 'Strongest first' },
        { value: 'layer', label: 'As in the layer' },
      ],
    }),
  },

  async look(subject, { maps, order }) {
    const layers = await subject.activations(subject.image);
    return {
      method: 'Outputs of each layer for this image, as they are.',
      groups: layers.map((layer) => groupOf(layer, subject, { shown: maps, order })),
    };
  },
});

function groupOf(
  layer: NamedArray,
  subject: Subject,
  { shown, order }: { shown: number; order: 'strongest' | 'layer' },
): ProbeGroup {
  const maps = mapsOf(layer, subject);
  const ordered = order === 'strongest' ? strongestFirst(maps) : maps;
  return {
    label: layer.name,
    signed: layer.values.some((value) => value < 0),
    maps: ordered.slice(0, shown),
    total: maps.length,
  };
}

/** By the largest value, whatever its sign; of equals the earlier. */
export function strongestFirst(maps: readonly ProbeMap[]): ProbeMap[] {
  const strength = ({ values }: ProbeMap) =>
    values.reduce((top, value) => Math.max(top, Math.abs(value)), 0);
  return maps
    .map((map) => ({ map, strength: strength(map) }))
    .sort((a, b) => b.strength - a.strength)
    .map(({ map }) => map);
}

/** All units of a layer as pictures. */
export function mapsOf({ name, shape, values }: NamedArray, subject: Subject): ProbeMap[] {
  const units = shape.at(-1)!;
  const isGrid = shape.length === 4 && shape[0] === 1;
  if (!isGrid && shape.length !== 2)
    throw new Error(`activation "${name}" has rank ${shape.length}`);
  const [rows = 0] = shape;
  const { height, width } = isGrid
    ? { height: shape[1]!, width: shape[2]! }
    : { height: subject.height, width: subject.width };
  if (!isGrid && rows === 1) return [{ label: name, height: 1, width: units, values }];
  if (values.length !== height * width * units) {
    throw new Error(`activation "${name}" has ${rows} rows for ${height} × ${width} pixels`);
  }
  return Array.from({ length: units }, (_, unit) => ({
    ...{ label: `${unit + 1}`, height, width },
    values: Float32Array.from({ length: height * width }, (__, i) => values[i * units + unit]!),
  }));
}

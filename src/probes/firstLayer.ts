/**
 * First layer: what the model's first weights look for, as pictures.
 *
 *   filters [height, width, in, out]                 -> a picture [height, width] for each output
 *   weights [height * width * channels, units]       -> a picture of the image's size for each unit
 *   a model that reads pixels one by one             -> for each unit of its first layer, how much more
 *                                                       it says to a white pixel than to a black one,
 *                                                       at every place
 *
 * Of several input channels the mean is shown, or each. Sine-like pictures of a pixel model are its
 * encoding shining through; smooth patches are what it has learned to ask for.
 *
 * Krizhevsky et al. 2012, figure 3; Zeiler and Fergus 2013, arXiv:1311.2901.
 */
import { choice, integer } from '../core/options.ts';
import { mapsOf } from './activations.ts';
import { defineProbe, type NamedArray, type ProbeMap, type Subject } from './probe.ts';

export const firstLayer = defineProbe({
  id: 'first-layer',
  label: 'First layer',
  summary: 'What the first weights look for: filters, templates, or how each unit sees the plane.',
  reference: 'Krizhevsky et al. 2012, NeurIPS 25, figure 3',
  options: {
    maps: integer({ label: 'Units shown', help: 'At most.', default: 32, min: 1, max: 256 }),
    channels: choice({
      label: 'Input channels',
      default: 'mean',
      choices: [
        { value: 'mean', label: 'Their mean' },
        { value: 'each', label: 'Each' },
      ],
    }),
  },

  fault: ({ reads, firstLayer: weights }) =>
    reads === 'grid' && !weights
      ? 'the first layer of this model is no picture; look at its activations'
      : undefined,

  async look(subject, { maps: shown, channels }) {
    const weights = subject.firstLayer;
    const { method, maps } = weights
      ? weightMaps(weights, subject, channels)
      : await responseMaps(subject);
    const shownMaps = maps.slice(0, shown);
    const group = { label: 'First layer', signed: true, maps: shownMaps, total: maps.length };
    return { method, groups: maps.length > 0 ? [group] : [] };
  },
});

interface Pictures {
  readonly method: string;
  readonly maps: readonly ProbeMap[];
}

/** [height, width, in, out]; a dense layer on the image is a filter of the image's size. */
function asFilters({ name, shape, values }: NamedArray, { height, width, channels }: Subject) {
  if (shape.length === 4) {
    const [rows = 0, columns = 0, inputs = 0, outputs = 0] = shape;
    return { height: rows, width: columns, inputs, outputs, values };
  }
  const [inputs = 0, outputs = 0] = shape;
  if (shape.length === 2 && inputs === height * width * channels) {
    return { height, width, inputs: channels, outputs, values };
  }
  throw new Error(`first layer "${name}" is [${shape.join(', ')}]: no filters and no images`);
}

function weightMaps(layer: NamedArray, subject: Subject, channels: 'mean' | 'each'): Pictures {
  const { height, width, inputs, outputs, values } = asFilters(layer, subject);
  const picture = (input: number, output: number) =>
    Float32Array.from(
      { length: height * width },
      (_, i) => values[(i * inputs + input) * outputs + output]!,
    );
  const maps = Array.from({ length: outputs }, (_, output) => {
    const pictures = Array.from({ length: inputs }, (__, input) => picture(input, output));
    const unit = `${output + 1}`;
    if (channels === 'mean' || inputs === 1) {
      return [{ label: unit, height, width, values: meanOf(pictures) }];
    }
    return pictures.map((each, input) => ({
      ...{ label: `${unit}, channel ${input + 1}`, height, width },
      values: each,
    }));
  });
  return { method: 'The weights, as they are.', maps: maps.flat() };
}

function meanOf(pictures: readonly Float32Array[]): Float32Array {
  return pictures[0]!.map(
    (_, i) => pictures.reduce((sum, picture) => sum + picture[i]!, 0) / pictures.length,
  );
}

/** Of a model that reads pixels: what it makes first of a white image, less what of a black one. */
async function responseMaps(subject: Subject): Promise<Pictures> {
  const { length } = subject.image;
  const [white] = await subject.activations(new Float32Array(length).fill(1));
  const [black] = await subject.activations(new Float32Array(length));
  if (!white || !black) return { method: '', maps: [] };
  const values = white.values.map((value, i) => value - black.values[i]!);
  return {
    method: 'Response to a white pixel minus that to a black one, at each place.',
    maps: mapsOf({ ...white, values }, subject),
  };
}

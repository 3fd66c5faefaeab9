/**
 * Answers for many images from a table. A latent before the pooling depends on its pixel's value and
 * place alone, and 8-bit grey has 256 values: a whole test set has few distinct latents (SHAPES,
 * *Rows*). They are computed once, in slices, and each image is then pooled from them:
 *
 *   distinct (grey, place) pairs and black places  [rows]
 *     -> encode, a slice of rows at a time         [rows, width]
 *     -> decide, a few images at a time            [images, outputs]
 *
 * The rows are those of a sparse layout of all these images, so the answers are the same numbers. A
 * set whose table would take too much memory goes through in groups of as many images as fit.
 */
import { evaluate } from '../core/differentiation.ts';
import type { DeviceArray, HostArray, Kernels } from '../core/kernels.ts';
import { layoutOfImages, layoutOfRows, sparseLayout, type PixelLayout } from '../core/pixels.ts';
import type { ImageSet } from '../datasets/dataset.ts';
import {
  constantsOf,
  evaluationContext,
  readAndFree,
  type AnsweredChunk,
  type SetPart,
} from './answers.ts';
import { gatherBatch } from './batches.ts';
import type { Model, PixelView } from './model.ts';

export interface TableSizes {
  /** Numbers in a table at most: 64 MB. */
  readonly table: number;
  /** Rows that are computed at once. */
  readonly slice: number;
  /** Images that are pooled at once. */
  readonly images: number;
}

const SIZES: TableSizes = { table: 2 ** 24, slice: 8192, images: 500 };
const GREYS = 256;
const NO_VALUES = new Float32Array(0);

/** May this model be asked by table? Values of several channels have too many combinations. */
export const canTabulate = ({ prefersSparseRows }: Kernels, { halves, sizes }: Model): boolean =>
  prefersSparseRows && halves !== undefined && sizes.channels === 1;

/** @param breathe lets waiting messages in; called between slices and chunks */
export async function* answersByTable(
  kernels: Kernels,
  { model, parameters }: { model: Model; parameters: ReadonlyMap<string, DeviceArray> },
  { set, indices, view }: SetPart,
  breathe: () => Promise<void>,
  sizes: TableSizes = SIZES,
): AsyncGenerator<AnsweredChunk> {
  const places = set.images.length / set.count;
  const mostRows = Math.floor(sizes.table / widestLatent(model));
  for (let begin = 0; begin < indices.length;) {
    const end = endOfGroup(set, indices, begin, { places, mostRows });
    const { values, labels, count } = gatherBatch(set, places, indices.subarray(begin, end));
    await breathe();
    const rows = sparseLayout(values, { images: count, places, channels: 1 });
    const seen = { ...rows, view };
    await breathe();
    const latents = await latentsOf(kernels, { model, parameters }, seen, sizes.slice, breathe);
    const withLatents = new Map(parameters).set('latents', latents);
    try {
      for (let first = 0; first < count; first += sizes.images) {
        const last = Math.min(count, first + sizes.images);
        const layout = layoutOfImages(rows.layout, first, last);
        const answers = await decide(kernels, model, withLatents, { layout, view });
        yield { begin: begin + first, labels: labels.subarray(first, last), answers };
        await breathe();
      }
    } finally {
      kernels.dispose(latents);
    }
    begin = end;
  }
}

/** Of what is made of each pixel on the way to the pooling. */
function widestLatent({ architecture, options, sizes }: Model): number {
  const pixels = sizes.height * sizes.width;
  const ofPixels = architecture
    .stages(options, sizes)
    .filter(({ shape }) => shape.length === 2 && shape[0] === pixels);
  return Math.max(1, ...ofPixels.map(({ shape }) => shape[1]!));
}

/** As many images from `begin` as need no more rows than fit, black ones included; at least one. */
function endOfGroup(
  set: ImageSet,
  indices: Int32Array,
  begin: number,
  { places, mostRows }: { places: number; mostRows: number },
): number {
  const seen = new Uint8Array(places * GREYS);
  let rows = places;
  for (let i = begin; i < indices.length; i++) {
    const from = indices[i]! * places;
    for (let place = 0; place < places; place++) {
      const grey = set.images[from + place]!;
      if (grey === 0 || seen[place * GREYS + grey]) continue;
      seen[place * GREYS + grey] = 1;
      rows++;
    }
    if (rows > mostRows && i > begin) return i;
  }
  return indices.length;
}

/** Latents [rows, width] of all rows; the caller owns them. */
async function latentsOf(
  kernels: Kernels,
  { model, parameters }: { model: Model; parameters: ReadonlyMap<string, DeviceArray> },
  {
    layout,
    values,
    view,
  }: { layout: PixelLayout; values: Float32Array; view?: PixelView | undefined },
  slice: number,
  breathe: () => Promise<void>,
): Promise<DeviceArray> {
  const slices: DeviceArray[] = [];
  try {
    for (let begin = 0; begin < layout.rows; begin += slice) {
      const end = Math.min(layout.rows, begin + slice);
      const feed = model.feedRows(
        layoutOfRows(layout, begin, end),
        values.subarray(begin, end),
        view,
      );
      const { latents } = evaluate(kernels, parameters, (ops, parameter) => ({
        latents: model.halves!.encode(
          ops,
          parameter,
          constantsOf(ops, feed),
          evaluationContext(feed),
        ),
      }));
      slices.push(latents!);
      await breathe();
    }
    return kernels.concat(slices, 0);
  } finally {
    slices.forEach(kernels.dispose);
  }
}

function decide(
  kernels: Kernels,
  model: Model,
  withLatents: ReadonlyMap<string, DeviceArray>,
  { layout, view }: { layout: PixelLayout; view?: PixelView | undefined },
): Promise<HostArray> {
  const { arrays, positions } = model.feedRows(layoutOfRows(layout, 0, 0), NO_VALUES, view);
  const context = evaluationContext({ layout, positions });
  const { logits } = evaluate(kernels, withLatents, (ops, parameter) => {
    const { weights } = arrays;
    const set = { ...context, weights: weights && ops.constant(weights.values, weights.shape) };
    return { logits: model.halves!.decide(ops, parameter, parameter('latents'), set) };
  });
  return readAndFree(kernels, logits!);
}

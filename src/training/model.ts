/**
 * A model: an encoding and an architecture joined by a spec, for images of one size. Still only
 * data and functions; arrays come in with `feed` and with whoever runs `forward`.
 */
import { port, type Architecture, type PixelSet } from '../architectures/architecture.ts';
import { findArchitecture } from '../architectures/index.ts';
import { gridCoords } from '../core/coordinates.ts';
import { readOptions, type OptionRecord } from '../core/options.ts';
import type { Ops, ParameterLookup, Ports, Tensor } from '../core/ops.ts';
import { backToOrigins, type Origins } from '../core/origins.ts';
import type { ParameterSpec } from '../core/parameters.ts';
import { denseLayout, leanLayout, type PixelLayout } from '../core/pixels.ts';
import type { RandomStream } from '../core/random.ts';
import type { Shape } from '../core/shapes.ts';
import { areaOnSurface, type Surface } from '../core/surface.ts';
import { chooseEncoding, DIMENSIONS, encodeCoords, expectFit } from './chosenEncoding.ts';
import type { RunSpec } from './spec.ts';

export interface ImageSizes {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly outputs: number;
  /** What the pictures lie on; absent: a plane. */
  readonly surface?: Surface | undefined;
  /** Places that pixels came from which were moved; absent: their own. */
  readonly origins?: Origins | undefined;
}

/** Pixels elsewhere than on the grid that a model is trained on. */
export interface PixelView {
  /** [places * 2] where each of them looks, in [-1, 1]² inside the image. */
  readonly coords: Float32Array;
  /** [places] area that each looks at, over that of a pixel trained for; none 0. Absent: 1 for each. */
  readonly weights?: Float32Array;
}

/** A batch in the form that the model reads: one host array per port, and which pixels it lists. */
export interface Feed {
  readonly count: number;
  readonly arrays: Readonly<Record<string, { values: Float32Array; shape: Shape }>>;
  readonly layout: PixelLayout;
  /** The values of the port `coords`, for encodings that look up tables. */
  readonly positions: Float32Array;
}

/** What a model needs besides its inputs. */
export type ModelContext = Pick<Feed, 'positions'> &
  PixelSet & {
    readonly training: boolean;
    readonly random: (name: string) => RandomStream;
  };

export interface Model {
  /** The encoding's, named `encoding/…`, then the architecture's. */
  readonly parameters: readonly ParameterSpec[];
  readonly sizes: ImageSizes & { readonly features: number };
  readonly architecture: Architecture;
  readonly options: OptionRecord;
  /**
   * @param values [count, height, width, channels] in [0, 1]; with a view [count, places, channels]
   * @param sparse may black pixels share their rows?
   * @param view for architectures that read pixels: where they are, if not on the grid
   */
  feed(values: Float32Array, count: number, sparse: boolean, view?: PixelView): Feed;
  /** The rows of a layout, for architectures that read pixels: values [rows, channels]. */
  feedRows(layout: PixelLayout, values: Float32Array, view?: PixelView): Feed;
  forward(
    ops: Ops,
    parameter: ParameterLookup,
    inputs: Ports,
    context: ModelContext,
  ): { outputs: Ports; state: Readonly<Record<string, Tensor>> };
  /** Before and after the pooling, where each latent depends on its own pixel alone. */
  readonly halves?: {
    /** Latents of all rows, before pooling: [rows, width]. */
    encode(ops: Ops, parameter: ParameterLookup, inputs: Ports, context: ModelContext): Tensor;
    /** [rows, width] → [images, outputs] */
    decide(ops: Ops, parameter: ParameterLookup, latents: Tensor, context: ModelContext): Tensor;
  };
}

const noEncoding = { id: 'none', options: {} };

/** Throws a LabError for unknown systems, illegal options, or options that do not fit the images. */
export function createModel(
  spec: Pick<RunSpec, 'architecture' | 'encoding'>,
  images: ImageSizes,
): Model {
  const architecture = findArchitecture(spec.architecture.id);
  const options = readOptions(architecture.options, spec.architecture.options, architecture.label);
  const chosen = architecture.usesEncoding
    ? chooseEncoding(spec.encoding ?? noEncoding, images)
    : undefined;
  const sizes = { ...images, features: chosen?.width ?? 0 };
  expectFit(architecture.label, architecture.fault?.(options, sizes));

  const encodingParameters = (chosen?.encoding.parameters(chosen.options, chosen.plane) ?? []).map(
    (parameter) => ({ ...parameter, name: `encoding/${parameter.name}` }),
  );
  const withFeatures = (
    ops: Ops,
    parameter: ParameterLookup,
    inputs: Ports,
    { positions }: ModelContext,
  ): Ports => {
    if (!chosen || chosen.width === 0) return inputs;
    const own: ParameterLookup = (name) => parameter(`encoding/${name}`);
    const features = encodeCoords(chosen, ops, own, port(inputs, 'coords'), positions);
    return { ...inputs, features };
  };
  const whole = (context: ModelContext) => ({ ...context, options, sizes });
  const halves = architecture.halves?.(options);
  return {
    parameters: [...encodingParameters, ...architecture.parameters(options, sizes)],
    sizes,
    architecture,
    options,
    feed(values, count, sparse, view) {
      if (architecture.reads === 'grid') return feedOfGrid(architecture, sizes, values, count);
      const shares = architecture.sharesBlackPixels?.(options) ?? true;
      const read = { values, count, sparse: sparse && shares };
      return feedOfPixels(sizes, read, believedView(sizes, view));
    },
    feedRows: (layout, values, view) =>
      feedOfRows(sizes, layout, values, believedView(sizes, view)),
    forward(ops, parameter, inputs, context) {
      const ports = withFeatures(ops, parameter, inputs, context);
      const { weights } = inputs;
      const set = whole({ ...context, weights });
      const { outputs, state = {} } = architecture.forward(ops, parameter, ports, set);
      return { outputs, state };
    },
    ...(halves && {
      halves: {
        encode: (ops, parameter, inputs, context) =>
          halves.encode(
            ops,
            parameter,
            withFeatures(ops, parameter, inputs, context),
            whole(context),
          ),
        decide: (ops, parameter, latents, context) =>
          halves.decide(ops, parameter, latents, whole(context)),
      },
    }),
  };
}

function feedOfGrid(
  { usesEncoding }: Architecture,
  sizes: ImageSizes,
  values: Float32Array,
  count: number,
): Feed {
  const { height, width, channels } = sizes;
  const { coords: positions } = viewOfGrid(sizes);
  const grid = { values, shape: [count, height, width, channels] };
  const arrays = usesEncoding ? { grid, coords: coordsPort(positions) } : { grid };
  return { count, arrays, layout: denseLayout(0, height * width), positions };
}

function feedOfPixels(
  sizes: ImageSizes,
  { values, count, sparse }: { values: Float32Array; count: number; sparse: boolean },
  view: PixelView,
): Feed {
  const places = view.coords.length / DIMENSIONS;
  const lean = sparse
    ? leanLayout(values, { images: count, places, channels: sizes.channels })
    : { layout: denseLayout(count, places), values };
  return feedOfRows(sizes, lean.layout, lean.values, view);
}

function feedOfRows(
  { channels }: ImageSizes,
  layout: PixelLayout,
  values: Float32Array,
  { coords: positions, weights }: PixelView,
): Feed {
  const rows = { values, shape: [layout.rows, channels] };
  const arrays = { values: rows, coords: coordsPort(positions) };
  const counted = weights && { weights: { values: weights, shape: [layout.places] } };
  return { count: layout.images, layout, positions, arrays: { ...arrays, ...counted } };
}

/** Where pixels are, as the model has it: pixels that were moved go back to where they came from. */
function believedView(sizes: ImageSizes, view: PixelView | undefined): PixelView {
  if (!view) return viewOfGrid(sizes);
  if (!sizes.origins) return view;
  return { ...view, coords: backToOrigins(view.coords, sizes.origins, sizes) };
}

/** The pixels that a model is trained on; on a sphere each counts for the area that it covers. */
function viewOfGrid({ height, width, surface, origins }: ImageSizes): PixelView {
  const own = gridCoords(height, width);
  const coords = origins ? own.map((_, at) => own[2 * origins[at >> 1]! + (at & 1)]!) : own;
  if (surface !== 'sphere') return { coords };
  const weights = Float32Array.from({ length: height * width }, (_, place) =>
    areaOnSurface(surface, coords[2 * place]!, coords[2 * place + 1]!),
  );
  return { coords, weights };
}

const coordsPort = (positions: Float32Array) => ({
  values: positions,
  shape: [positions.length / DIMENSIONS, DIMENSIONS],
});

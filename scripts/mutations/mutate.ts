/** Random damage to files, and what an import may make of it. */
import { createRandom } from '../../src/core/random.ts';
import { codeOf, LabError } from '../../src/core/errors.ts';
import type { Dataset } from '../../src/datasets/dataset.ts';
import { importForTest } from '../../src/datasets/importing/testing.ts';
import { decodeInNode } from '../../src/datasets/pictures/testing.ts';
import { samples, type Sample } from './samples.ts';

/** Bytes that one change touches, at most. */
const MOST = 16;
/** Numbers drawn for one mutation: which sample, file, kind, place, length, then bytes. */
const DRAWS = 5 + MOST;

type Files = Readonly<Record<string, Uint8Array>>;

export interface Outcome {
  readonly sample: Sample;
  /** Code of the error; `dataset` where the files were understood. */
  readonly answer: string;
  /** What it must not have been; undefined where all is well. */
  readonly fault?: string;
}

/** Mutation number `index` under that seed: the same files every time. */
export function mutationOf(seed: number, index: number): { sample: Sample; files: Files } {
  const draws = createRandom(seed).stream(`mutations/${index}`).uniforms(DRAWS, 0, 1);
  const [which, whose, kind, where, howMany] = draws as unknown as [
    number,
    number,
    number,
    number,
    number,
  ];
  const sample = samples[Math.floor(which * samples.length)]!;
  const paths = Object.keys(sample.files);
  const path = paths[Math.floor(whose * paths.length)]!;
  const bytes = sample.files[path]!;
  const count = 1 + Math.floor(howMany * MOST);
  const fresh = Uint8Array.from(draws.slice(5, 5 + count), (draw) => draw * 256);
  const at = Math.floor(where * bytes.length);
  const mutated = [flip, insert, remove, cut][Math.floor(kind * 4)]!(bytes, at, fresh);
  return { sample, files: { ...sample.files, [path]: mutated } };
}

type Change = (bytes: Uint8Array, at: number, fresh: Uint8Array) => Uint8Array;

const join = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
const flip: Change = (bytes, at, fresh) => {
  const changed = bytes.slice();
  changed.set(fresh.subarray(0, bytes.length - at), at);
  return changed;
};
const insert: Change = (bytes, at, fresh) => join(bytes.subarray(0, at), fresh, bytes.subarray(at));
const remove: Change = (bytes, at, fresh) =>
  join(bytes.subarray(0, at), bytes.subarray(at + fresh.length));
const cut: Change = (bytes, at) => bytes.slice(0, at);

export async function importFiles(files: Files): Promise<Dataset> {
  const chosen = Object.entries(files).map(
    ([path, bytes]) => new File([new Uint8Array(bytes)], path),
  );
  return (await importForTest(chosen, { decodePicture: decodeInNode })).dataset;
}

const originals = new Map<string, Promise<string>>();
/** The hash of what is understood of a sample as it is. */
function originalOf(sample: Sample): Promise<string> {
  const known =
    originals.get(sample.name) ?? importFiles(sample.files).then(({ sha256 }) => sha256);
  originals.set(sample.name, known);
  return known;
}

export async function tryMutation(seed: number, index: number): Promise<Outcome> {
  const { sample, files } = mutationOf(seed, index);
  const original = await originalOf(sample);
  try {
    const dataset = await importFiles(files);
    const fault =
      faultOf(dataset) ??
      (sample.isChecked && dataset.sha256 !== original ? 'another dataset' : undefined);
    return { sample, answer: 'dataset', ...(fault && { fault }) };
  } catch (error) {
    const code = codeOf(error) ?? 'no code';
    if (error instanceof LabError) return { sample, answer: code };
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { sample, answer: 'crash', fault: stack.split('\n').slice(0, 4).join(' | ') };
  }
}

/** What is wrong with a dataset in itself; undefined where nothing is. */
export function faultOf(dataset: Dataset): string | undefined {
  const { train, test, height, width, channels, classNames } = dataset;
  const size = height * width * channels;
  if (!(size > 0) || channels > 4) return `images of ${height} × ${width} × ${channels}`;
  if (classNames.length < 2 || classNames.length > 255) return `${classNames.length} classes`;
  for (const { count, images, labels } of [train, test]) {
    if (count < 1 || images.length !== count * size || labels.length !== count) {
      return `${count} examples, ${images.length} values, ${labels.length} labels`;
    }
    if (labels.some((label) => label >= classNames.length)) return 'a label without a class';
  }
  return undefined;
}

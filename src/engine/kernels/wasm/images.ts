/** Images as convolutions of the module read them: with zeros laid around (assembly/windows.ts). */
import type { DeviceArray } from '../../../core/kernels.ts';
import { sizeOf, type Shape } from '../../../core/shapes.ts';
import { addressOf, type WasmMemory } from './memory.ts';
import type { WasmModule } from './module.ts';

const FLOAT = 4;

/** Images [batch, height, width, channels] at an address. */
export interface Images {
  readonly address: number;
  readonly shape: Shape;
}

/** Zeros before and behind, along one axis. */
export interface Zeros {
  readonly before: number;
  readonly after: number;
}

export const imagesOf = (x: DeviceArray): Images => ({ address: addressOf(x), shape: x.shape });

/** Bytes between places `stride` apart: along a row, from row to row, from image to image. */
export function stepsOf({ shape }: Images, stride: number) {
  const [, height = 0, width = 0, channels = 0] = shape;
  const column = FLOAT * stride * channels;
  return [column, column * width, FLOAT * height * width * channels] as const;
}

/** The rows of a window of so many taps: how many, how long, and how many bytes apart. */
export function runsOf({ shape }: Images, rows: number, columns: number) {
  const [, , width = 0, channels = 0] = shape;
  return [rows, columns * channels, FLOAT * width * channels] as const;
}

export function at({ address, shape }: Images, row: number, column: number): number {
  const [, , width = 0, channels = 0] = shape;
  return address + FLOAT * (row * width + column) * channels;
}

/** Runs `body` with the images amid zeros, which are freed behind it. */
export function withZeros(
  { exports }: WasmModule,
  { withBlock }: WasmMemory,
  images: Images,
  [down, across]: readonly [Zeros, Zeros],
  body: (x: Images) => void,
): void {
  const [batch = 0, height = 0, width = 0, channels = 0] = images.shape;
  const shape = [
    batch,
    down.before + height + down.after,
    across.before + width + across.after,
    channels,
  ] as const;
  if (shape[1] === height && shape[2] === width) return body(images);
  return withBlock(FLOAT * sizeOf(shape), (address) => {
    const zeros = [down.before, across.before, shape[1], shape[2]] as const;
    exports['padImages']!(images.address, address, batch, height, width, channels, ...zeros);
    body({ address, shape });
  });
}

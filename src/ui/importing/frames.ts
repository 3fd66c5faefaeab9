/**
 * Square pictures out of a video: the middle of the frame, reduced by averaging areas as every
 * picture of the lab is (store/fitPicture.ts).
 */
import { averageArea, createAreaAverager } from '../../store/fitPicture.ts';

/** Frames are kept at this side, so that the size can still be chosen afterwards. */
export const KEPT_SIDE = 128;
/** Side of the square that is read from the video at most. */
const READ_SIDE = 480;

export interface Frame {
  /** Tells frames apart; counts up. */
  readonly id: number;
  /** uint8 [KEPT_SIDE, KEPT_SIDE, 3] */
  readonly values: Uint8Array;
}

let lastId = 0;
let canvas: OffscreenCanvas | undefined;

/** The picture that a video shows now; undefined before its first. */
export function takeFrame(video: HTMLVideoElement, isMirrored: boolean): Frame | undefined {
  const { videoWidth, videoHeight } = video;
  const square = Math.min(videoWidth, videoHeight);
  if (square === 0) return undefined;
  const side = Math.min(square, READ_SIDE);
  if (canvas?.width !== side) canvas = new OffscreenCanvas(side, side);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.setTransform(isMirrored ? -1 : 1, 0, 0, 1, isMirrored ? side : 0, 0);
  const left = (videoWidth - square) / 2;
  const top = (videoHeight - square) / 2;
  context.drawImage(video, left, top, square, square, 0, 0, side, side);
  const { data } = context.getImageData(0, 0, side, side);
  return { id: ++lastId, values: squareOf(data, side) };
}

/** @param rgba uint8 [side, side, 4] → uint8 [KEPT_SIDE, KEPT_SIDE, 3] */
export function squareOf(rgba: Uint8ClampedArray, side: number): Uint8Array {
  const from = { height: side, width: side };
  const to = { height: KEPT_SIDE, width: KEPT_SIDE };
  const averager = createAreaAverager(from, to, 4);
  for (let row = 0; row < side; row++) {
    averager.addRow(rgba.subarray(row * side * 4, (row + 1) * side * 4));
  }
  const values = new Uint8Array(KEPT_SIDE * KEPT_SIDE * 3);
  for (let pixel = 0; pixel < KEPT_SIDE * KEPT_SIDE; pixel++) {
    for (let colour = 0; colour < 3; colour++) {
      values[3 * pixel + colour] = Math.round(averager.values[4 * pixel + colour]!);
    }
  }
  return values;
}

/** A frame as an image of that side: uint8 [side, side, 3]. */
export function reduced({ values }: Frame, side: number): Uint8Array {
  const from = { height: KEPT_SIDE, width: KEPT_SIDE, channels: 3 };
  const averaged = averageArea(Float32Array.from(values), from, { height: side, width: side });
  return Uint8Array.from(averaged, (value) => Math.round(value));
}

/**
 * A PNG of 8-bit red, green and blue, by the lab itself: the browser's encoder waits for idle
 * moments, of which there are none while a model trains. PNG, third edition (W3C 2025), sections 5, 11.
 */
import { crc32 } from '../../datasets/files/crc32.ts';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const RED_GREEN_BLUE = 2;

/** @param values uint8 [side, side, 3] */
export async function encodePng(values: Uint8Array, side: number): Promise<Blob> {
  const head = new Uint8Array(13);
  const view = new DataView(head.buffer);
  view.setUint32(0, side);
  view.setUint32(4, side);
  head.set([8, RED_GREEN_BLUE, 0, 0, 0], 8);
  const chunks = [
    chunkOf('IHDR', head),
    chunkOf('IDAT', await deflated(unfiltered(values, side))),
    chunkOf('IEND', new Uint8Array(0)),
  ];
  return new Blob([Uint8Array.from(SIGNATURE), ...chunks], { type: 'image/png' });
}

/** Rows with the number of their filter, 0 = none, before them. */
function unfiltered(values: Uint8Array, side: number): Uint8Array<ArrayBuffer> {
  const length = 3 * side;
  const rows = new Uint8Array(side * (1 + length));
  for (let row = 0; row < side; row++) {
    rows.set(values.subarray(row * length, (row + 1) * length), row * (1 + length) + 1);
  }
  return rows;
}

async function deflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

function chunkOf(type: string, content: Uint8Array): Uint8Array<ArrayBuffer> {
  const chunk = new Uint8Array(12 + content.length);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, content.length);
  chunk.set(new TextEncoder().encode(type), 4);
  chunk.set(content, 8);
  view.setUint32(8 + content.length, crc32(chunk.subarray(4, 8 + content.length)));
  return chunk;
}

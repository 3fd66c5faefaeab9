/** Pictures that stories bring to the lab, made here: PNG by hand, the rest as text or by the page. */
import { deflateSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import type { GivenFile } from './lab.ts';

type Pixel = readonly [red: number, green: number, blue: number, alpha: number];

/** A PNG with a colour for each place. */
export function png(
  name: string,
  { width, height }: { width: number; height: number },
  colour: (x: number, y: number) => Pixel,
): GivenFile {
  const rows = Array.from({ length: height }, (_, y) =>
    Buffer.from([0, ...Array.from({ length: width }, (__, x) => colour(x, y)).flat()]),
  );
  return pngOf(name, { width, height }, deflateSync(Buffer.concat(rows)));
}

/** A PNG whose head promises a size; its pixels are never reached. */
export function pngOfSize(name: string, size: { width: number; height: number }): GivenFile {
  return pngOf(name, size, deflateSync(Buffer.alloc(64)));
}

function pngOf(
  name: string,
  { width, height }: { width: number; height: number },
  pixels: Buffer,
): GivenFile {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 6, 0, 0, 0], 8); // 8 bits, red green blue alpha
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const chunks = [chunk('IHDR', head), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))];
  return { name, mimeType: 'image/png', buffer: Buffer.concat([signature, ...chunks]) };
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** As PNG wants it: polynomial 0xEDB88320. */
function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** A photograph's likeness: a dark stroke on bright paper with a shadow, as a JPEG of the browser. */
export async function photoOfOne(page: Page, name: string): Promise<GivenFile> {
  const base64 = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(1600, 1200);
    const context = canvas.getContext('2d')!;
    const paper = context.createLinearGradient(0, 0, 1600, 1200);
    paper.addColorStop(0, '#f4f1e8');
    paper.addColorStop(1, '#d8d2c4');
    context.fillStyle = paper;
    context.fillRect(0, 0, 1600, 1200);
    context.lineWidth = 110;
    context.lineCap = 'round';
    context.strokeStyle = '#20242c';
    context.beginPath();
    context.moveTo(800, 260);
    context.lineTo(800, 940);
    context.stroke();
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.85 });
    const bytes = new Uint8Array(await blob.arrayBuffer());
    return btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ''));
  });
  return { name, mimeType: 'image/jpeg', buffer: Buffer.from(base64, 'base64') };
}

/** A white 1 on nothing, drawn and not painted. */
export const drawnOne: GivenFile = {
  name: 'one.svg',
  mimeType: 'image/svg+xml',
  buffer: Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28" width="28" height="28">' +
      '<rect width="28" height="28" fill="#000"/><path d="M14 5v18" stroke="#fff" stroke-width="3"/></svg>',
  ),
};

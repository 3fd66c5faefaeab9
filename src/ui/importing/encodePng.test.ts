import { decode } from 'fast-png';
import { expect, it } from 'vitest';
import { encodePng } from './encodePng.ts';

it('writes what another decoder reads, value by value', async () => {
  const side = 28;
  const values = Uint8Array.from({ length: side * side * 3 }, (_, place) => (place * 37) % 256);
  const blob = await encodePng(values, side);
  expect(blob.type).toBe('image/png');
  const read = decode(new Uint8Array(await blob.arrayBuffer()), { checkCrc: true });
  expect(read).toMatchObject({ width: side, height: side, channels: 3, depth: 8 });
  expect([...read.data]).toEqual([...values]);
});

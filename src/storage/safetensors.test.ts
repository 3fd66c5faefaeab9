import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf, LabError } from '../core/errors.ts';
import { readSafetensors, writeSafetensors, type Safetensors } from './safetensors.ts';

const some: Safetensors = {
  metadata: { made: 'here' },
  tensors: [
    { name: 'b', shape: [2, 2], values: Float32Array.from([1, -2, 0.5, NaN]) },
    { name: 'a/é', shape: [3], values: Float32Array.from([Infinity, -0, 1e-40]) },
    { name: 'none', shape: [0, 4], values: new Float32Array(0) },
    { name: 'scalar', shape: [], values: Float32Array.of(7) },
  ],
};
const bytes = writeSafetensors(some);

/** A file of this header and so many bytes of data. */
function fileOf(header: string | Uint8Array, dataBytes: number): Uint8Array {
  const text = typeof header === 'string' ? new TextEncoder().encode(header) : header;
  const file = new Uint8Array(8 + text.length + dataBytes);
  new DataView(file.buffer).setUint32(0, text.length, true);
  file.set(text, 8);
  return file;
}

describe('a safetensors file', () => {
  it('is laid out as the format says: length, padded JSON, data', () => {
    const one = writeSafetensors({
      metadata: { k: 'v' },
      tensors: [{ name: 'w', shape: [1, 2], values: Float32Array.from([1, -2]) }],
    });
    const json =
      '{"__metadata__":{"k":"v"},"w":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}';
    const padded = json.padEnd(Math.ceil(json.length / 8) * 8, ' ');
    expect([...one.subarray(0, 8)]).toEqual([padded.length, 0, 0, 0, 0, 0, 0, 0]);
    expect(new TextDecoder().decode(one.subarray(8, 8 + padded.length))).toBe(padded);
    expect([...one.subarray(8 + padded.length)]).toEqual([0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]);
  });

  it('comes back as it was written, bit for bit', () => {
    const read = readSafetensors(bytes);
    expect(read).toEqual(some);
    expect(Object.is(read.tensors[1]!.values[1], -0)).toBe(true);
    expect(writeSafetensors(read)).toEqual(bytes);
  });

  it('is read from the middle of a buffer, and by views that do not begin at its start', () => {
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(readSafetensors(shifted.subarray(3))).toEqual(some);
    const whole = Float32Array.from([9, 9, 1, 2]);
    const tensors = [{ name: 'view', shape: [2], values: whole.subarray(2) }];
    expect(readSafetensors(writeSafetensors({ metadata: {}, tensors })).tensors).toEqual([
      { ...tensors[0], values: Float32Array.from([1, 2]) },
    ]);
  });

  it('may describe its arrays in another order than they lie', () => {
    const header =
      '{"late":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},"early":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}';
    expect(readSafetensors(fileOf(header, 8)).tensors.map(({ name }) => name)).toEqual([
      'early',
      'late',
    ]);
  });

  it('holds each name once', () => {
    const [first] = some.tensors;
    const write = (names: string[]) =>
      writeSafetensors({ metadata: {}, tensors: names.map((name) => ({ ...first!, name })) });
    expect(() => write(['w', 'w'])).toThrow('"w" twice');
    expect(() => write(['__metadata__'])).toThrow('twice');
    expect(() => writeSafetensors({ metadata: {}, tensors: [{ ...first!, shape: [5] }] })).toThrow(
      "shape's size",
    );
  });
});

describe('a damaged safetensors file is refused, with the reason:', () => {
  const entry = (text: string) => `{"w":${text}}`;
  it.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(0), '0 bytes'],
    ['a cut header', bytes.subarray(0, 20), 'in a file of 20'],
    ['a header without end', Uint8Array.from(Array(8).fill(0xff)), 'a header of'],
    ['cut data', bytes.subarray(0, -4), 'bytes of data where'],
    ['data left over', fileOf('{}', 1), '1 bytes of data where 0'],
    ['no JSON', fileOf('weights', 0), 'no JSON object'],
    ['a list', fileOf('[]', 0), 'no JSON object'],
    ['bytes that are no text', fileOf(Uint8Array.of(0x7b, 0xff, 0x7d), 0), 'no JSON object'],
    [
      'another type',
      fileOf(entry('{"dtype":"F16","shape":[1],"data_offsets":[0,2]}'), 2),
      '"w" of type "F16"',
    ],
    ['an entry that is none', fileOf(entry('7'), 0), '"w" of type'],
    [
      'no shape',
      fileOf(entry('{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}'), 4),
      'without a shape',
    ],
    ['no place', fileOf(entry('{"dtype":"F32","shape":[1]}'), 4), 'without its place'],
    [
      'a shape of another size',
      fileOf(entry('{"dtype":"F32","shape":[2],"data_offsets":[0,4]}'), 4),
      '4 bytes and shape [2]',
    ],
    [
      'a gap',
      fileOf(entry('{"dtype":"F32","shape":[1],"data_offsets":[4,8]}'), 8),
      'at byte 4 where the data go on at 0',
    ],
    ['metadata of numbers', fileOf('{"__metadata__":{"step":7}}', 0), 'no record of texts'],
  ])('%s', (_, file, reason) => {
    expect(() => readSafetensors(file)).toThrow(reason);
    try {
      readSafetensors(file);
    } catch (error) {
      expect(codeOf(error)).toBe('safetensors-damaged');
    }
  });

  it('and whatever bytes there are: a LabError or arrays, never anything else', () => {
    let refused = 0;
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, byte) => {
        const changed = bytes.slice();
        changed[at] = byte;
        try {
          readSafetensors(changed);
        } catch (error) {
          refused++;
          expect(error).toBeInstanceOf(LabError);
        }
      }),
      { numRuns: 500 },
    );
    expect(refused).toBeGreaterThan(50);
  });
});

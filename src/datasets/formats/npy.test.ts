import { describe, expect, it } from 'vitest';
import { codeOf } from '../../core/errors.ts';
import { fileFromBytes, type SourceFile } from '../files/sourceFile.ts';
import numpy from './fixtures/npy.json' with { type: 'json' };
import { openNpy } from './npy.ts';
import { parseNpyHeader } from './npyHeader.ts';
import { fileOf } from './testing.ts';

const stored = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));
const read = async (file: SourceFile) => (await openNpy(file)).read();

/** A file with this text for its header, not padded. */
function withHeader(text: string, data = new Uint8Array(), length = text.length): SourceFile {
  const bytes = new Uint8Array(10 + text.length + data.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, length & 255, length >> 8]);
  bytes.set(new TextEncoder().encode(text), 10);
  bytes.set(data, 10 + text.length);
  return fileOf('x.npy', bytes);
}
const header = (shape: string, descr = "'|u1'") =>
  `{'descr': ${descr}, 'fortran_order': False, 'shape': ${shape}, }\n`;

describe('NPY', () => {
  it.each(numpy.arrays)('reads what NumPy wrote: $name', async ({ file, type, shape, values }) => {
    const array = await openNpy(fileOf('x.npy', stored(file)));
    expect([array.type, array.shape]).toEqual([type, shape]);
    expect([...(await array.read())]).toEqual(values.split(' ').filter(Boolean).map(Number));
  });

  it.each([
    ['objects', 'npy-pickle', /would run code/],
    ['records', 'npy-type', /records/],
    ['complex', 'npy-type', /complex numbers \(<c8\)/],
    ['texts', 'npy-type', /texts \(<U3\)/],
    ['bytes', 'npy-type', /texts \(\|S3\)/],
    ['dates', 'npy-type', /dates/],
    ['long doubles', 'npy-type', /floats of this width/],
    ['2**53 + 1', 'integer-range', /9007199254740993 at position 1 of x\.npy/],
    ['2**63 + 1', 'integer-range', /9223372036854775809 at position 1/],
  ])('refuses %s by name', async (name, code, says) => {
    const { file } = numpy.refused.find((each) => each.name === name)!;
    const error: unknown = await read(fileOf('x.npy', stored(file))).catch((fault) => fault);
    expect(codeOf(error)).toBe(code);
    expect((error as Error).message).toMatch(says);
  });

  it('is refused wherever it is cut', async () => {
    const bytes = stored(numpy.arrays[0]!.file);
    for (let end = 0; end < bytes.length; end++) {
      const error: unknown = await read(fileOf('x.npy', bytes.subarray(0, end))).catch((e) => e);
      expect([end, codeOf(error)]).toEqual([end, end < 128 ? 'npy-header' : 'npy-length']);
    }
  });

  it.each([
    ['(2, -1)', /sizes from 0 on/],
    ['(2,)', /12. bytes for 2 values|bytes for 2 values/],
    ['(99999999999, 99999999999)', /expected 9\.99\d+e\+21 bytes|bytes for 99999999999/],
  ])('computes the length of %s before it allocates', async (shape, says) => {
    const error: unknown = await read(withHeader(header(shape), new Uint8Array(3))).catch((e) => e);
    expect(codeOf(error)).toBe('npy-length');
    expect((error as Error).message).toMatch(says);
  });

  it('reads no header of more than 10,000 bytes, nor one beyond the file', async () => {
    const asked: number[] = [];
    const long = withHeader(header('(1,)'), new Uint8Array(60_000), 10_001);
    const watched: SourceFile = {
      ...long,
      slice: (begin, end) => (asked.push(end), long.slice(begin, end)),
      read: () => Promise.reject(new Error('read')),
    };
    await expect(openNpy(watched)).rejects.toThrow('a header of 10001 bytes');
    expect(Math.max(...asked)).toBeLessThan(10_100);
    await expect(openNpy(withHeader('{', new Uint8Array(), 200))).rejects.toThrow('breaks off');
  });
});

describe('the header', () => {
  it.each([
    header('(3, 4)'),
    "{'shape':(3,4),'fortran_order':False,'descr':'|u1'}",
    '{"descr": "|u1", "fortran_order": False, "shape": (3L, 4L)}   \n',
  ])('is a dictionary in any order: %s', (text) => {
    expect(parseNpyHeader(text)).toEqual({ descr: '|u1', fortranOrder: false, shape: [3, 4] });
  });

  it.each([
    '',
    '{}',
    '{',
    'descr',
    header('(3, 4)').slice(0, -3),
    header('3'),
    header('[3]'),
    header('(3.5,)'),
    header('(3 4)'),
    header('(__import__("os").system("ls"),)'),
    header('(3,)', '__import__("os")'),
    header('(3,)', "'|u1' + '|u1'"),
    header('(3,)') + ' + {}',
    "{'descr': '|u1', 'fortran_order': False}",
    "{'descr': '|u1', 'descr': '|u1', 'fortran_order': False, 'shape': ()}",
    "{'descr': '|u1', 'fortran_order': False, 'shape': (), 'more': True}",
    "{'descr': '|u1', 'fortran_order': 0, 'shape': ()}",
    "{'descr': '|u1' 'fortran_order': False, 'shape': ()}",
    "{'descr': [('x', '<f4'), 'fortran_order': False, 'shape': (2,)}",
    header('(3,)').repeat(2),
  ])('is nothing else: %s', (text) => {
    expect(parseNpyHeader(text)).toBeUndefined();
  });
});

it('keeps the bytes of a file as they are', async () => {
  const bytes = stored(numpy.arrays.find(({ name }) => name === '>f4 F')!.file);
  const before = bytes.slice();
  await read(fileFromBytes('x', 'x', bytes));
  expect(bytes).toEqual(before);
});

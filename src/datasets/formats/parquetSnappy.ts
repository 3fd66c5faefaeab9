/**
 * Snappy, the usual packing of parquet pages: pieces that stand in the input, and copies of what was
 * unpacked before. Every length is checked before it is followed.
 *
 *   tag & 3    0  a piece: its length in the upper bits, or in the 1 to 4 bytes that follow
 *              1  a copy: length 4 to 11, its distance in 11 bits
 *              2  a copy: length 1 to 64, its distance in 2 bytes
 *              3  the same with a distance in 4 bytes
 *
 * github.com/google/snappy, format_description.txt.
 */
const fault = (what: string) => new Error(`Snappy: ${what}`);

export function unpackSnappy(input: Uint8Array, length: number): Uint8Array {
  const output = new Uint8Array(length);
  let [at, filled] = [0, 0];
  const number = (bytes: number) => {
    if (at + bytes > input.length) throw fault('the bytes end early');
    let value = 0;
    for (let index = 0; index < bytes; index++) value += input[at + index]! * 2 ** (8 * index);
    at += bytes;
    return value;
  };
  while (number(1) > 127); // the length, which the page's header tells, too
  while (at < input.length) {
    const tag = number(1);
    const upper = tag >> 2;
    if ((tag & 3) === 0) {
      const size = 1 + (upper < 60 ? upper : number(upper - 59));
      if (at + size > input.length || filled + size > length) throw fault('a piece is too long');
      output.set(input.subarray(at, at + size), filled);
      at += size;
      filled += size;
    } else {
      const isNear = (tag & 3) === 1;
      const size = isNear ? 4 + (upper & 7) : 1 + upper;
      const distance = isNear ? (tag >> 5) * 256 + number(1) : number(2 * ((tag & 3) - 1));
      if (distance === 0 || distance > filled) throw fault('a copy from before the start');
      if (filled + size > length) throw fault('a copy is too long');
      // One that reaches into itself repeats what it has written.
      for (const end = filled + size; filled < end; filled++) {
        output[filled] = output[filled - distance]!;
      }
    }
  }
  if (filled !== length) throw fault(`${filled} bytes in place of ${length}`);
  return output;
}

/**
 * CRC-32 as gzip, zip and PNG use it (RFC 1952, section 8): polynomial 0xedb88320, reflected.
 *
 * Four bytes at a time through four tables: Kounavis and Berry 2005, "A systematic approach to
 * building high performance software-based CRC generators".
 */

const [one, two, three, four] = buildTables();

/** Table n tells what a byte does to the checksum when n bytes follow it. */
function buildTables(): [Uint32Array, Uint32Array, Uint32Array, Uint32Array] {
  const first = Uint32Array.from({ length: 256 }, (_, byte) => {
    let entry = byte;
    for (let bit = 0; bit < 8; bit++) entry = (entry >>> 1) ^ (entry & 1 ? 0xedb88320 : 0);
    return entry;
  });
  const after = (table: Uint32Array) => table.map((entry) => (entry >>> 8) ^ first[entry & 0xff]!);
  const second = after(first);
  const third = after(second);
  return [first, second, third, after(third)];
}

/** @param before of the bytes that came before these */
export function crc32(bytes: Uint8Array, before = 0): number {
  let checksum = ~before;
  let at = 0;
  for (; at + 4 <= bytes.length; at += 4) {
    checksum ^=
      bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    checksum =
      four[checksum & 0xff]! ^
      three[(checksum >>> 8) & 0xff]! ^
      two[(checksum >>> 16) & 0xff]! ^
      one[checksum >>> 24]!;
  }
  for (; at < bytes.length; at++) {
    checksum = (checksum >>> 8) ^ one[(checksum ^ bytes[at]!) & 0xff]!;
  }
  return ~checksum >>> 0;
}

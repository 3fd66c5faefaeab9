/** CRC-32 as gzip, zip and PNG use it (RFC 1952, section 8): polynomial 0xedb88320, reflected. */

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let entry = byte;
  for (let bit = 0; bit < 8; bit++) entry = (entry >>> 1) ^ (entry & 1 ? 0xedb88320 : 0);
  return entry;
});

/** @param before of the bytes that came before these */
export function crc32(bytes: Uint8Array, before = 0): number {
  let checksum = ~before;
  for (let at = 0; at < bytes.length; at++) {
    checksum = (checksum >>> 8) ^ table[(checksum ^ bytes[at]!) & 0xff]!;
  }
  return ~checksum >>> 0;
}

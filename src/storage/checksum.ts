/**
 * CRC-32 (ISO 3309, as in zip and PNG): finds damage, not malice. Synchronous, and there also where
 * the page is not served safely and the browser withholds its SHA-256.
 */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) {
    remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
  }
  return remainder >>> 0;
});

/** Unsigned 32 bits; `previous` continues the checksum of the bytes before these. */
export function crc32(bytes: Uint8Array, previous = 0): number {
  let remainder = ~previous;
  for (let i = 0; i < bytes.length; i++) {
    remainder = (remainder >>> 8) ^ table[(remainder ^ bytes[i]!) & 0xff]!;
  }
  return ~remainder >>> 0;
}

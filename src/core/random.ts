/**
 * All randomness of the lab: Philox4x32-10, a counter-based generator.
 *
 *   (seed, stream name, index) -> 32 random bits
 *
 * Nothing is stored between draws, so a GPU can draw the same numbers, a run can resume anywhere,
 * and what one stream draws never shifts another.
 *
 * Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3" (SC'11).
 */
const ROUNDS = 10;
const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;

/** High 32 bits of the 64-bit product of two unsigned 32-bit integers. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const low = aLow * bLow;
  const middle = aHigh * bLow + (low >>> 16);
  const cross = aLow * bHigh + (middle & 0xffff);
  return (aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(cross / 0x10000)) >>> 0;
}

/** Four 32-bit words for a 128-bit counter and a 64-bit key, written into `out`. */
export function philox(
  counter: readonly [number, number, number, number],
  key: readonly [number, number],
  out: Uint32Array = new Uint32Array(4),
): Uint32Array {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = multiplyHigh(MULTIPLIER_0, c0);
    const low0 = Math.imul(MULTIPLIER_0, c0);
    const high1 = multiplyHigh(MULTIPLIER_1, c2);
    const low1 = Math.imul(MULTIPLIER_1, c2);
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1 >>> 0;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0 >>> 0;
    k0 = (k0 + WEYL_0) >>> 0;
    k1 = (k1 + WEYL_1) >>> 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
  return out;
}

/** FNV-1a over the UTF-16 units of a name, 32 bits; `basis` gives independent hashes. */
function hashName(name: string, basis: number): number {
  let hash = basis >>> 0;
  for (let i = 0; i < name.length; i++) {
    hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193) >>> 0;
  }
  return hash;
}

/** Draws of one named stream. Every method takes the index of its first draw. */
export interface RandomStream {
  /** 32 random bits, unsigned. */
  bits(index: number): number;
  /** In [0, 1), a multiple of 2^-32. */
  uniform(index: number): number;
  /** Whole number in [0, below). */
  integer(index: number, below: number): number;
  /** Standard normal by Box-Muller, rounded to float32 at once: `log` and `cos` differ between engines. */
  normal(index: number): number;
  uniforms(count: number, low?: number, high?: number): Float32Array;
  normals(count: number, deviation?: number): Float32Array;
  /** 0 … count-1 in random order (Fisher-Yates), int32. */
  permutation(count: number): Int32Array;
}

/**
 * The random source of one run. Streams are named for their purpose: `data/subset`,
 * `data/shuffle/3`, `init/layer0/weight`, `noise/test`.
 *
 * @param seed whole number in [0, 2^32)
 */
export function createRandom(seed: number): { stream(name: string): RandomStream } {
  return { stream: (name) => createStream(seed >>> 0, name) };
}

function createStream(seed: number, name: string): RandomStream {
  const key = [seed, hashName(name, 0x811c9dc5)] as const;
  const family = hashName(name, 0x9747b28c);
  const block = new Uint32Array(4);
  let blockIndex = -1;

  function bits(index: number): number {
    const wanted = Math.floor(index / 4);
    if (wanted !== blockIndex) {
      philox([wanted >>> 0, Math.floor(wanted / 2 ** 32) >>> 0, family, 0], key, block);
      blockIndex = wanted;
    }
    return block[index % 4]!;
  }
  const uniform = (index: number) => bits(index) / 2 ** 32;
  // A product of up to 2^32 * 2^32 loses low bits in a double, so draw from the fraction.
  const integer = (index: number, below: number) => Math.floor(uniform(index) * below);

  function normal(index: number): number {
    const radius = Math.sqrt(-2 * Math.log((bits(2 * index) + 0.5) / 2 ** 32));
    return Math.fround(radius * Math.cos(2 * Math.PI * uniform(2 * index + 1)));
  }

  return {
    bits,
    uniform,
    integer,
    normal,
    uniforms: (count, low = 0, high = 1) =>
      Float32Array.from({ length: count }, (_, i) => low + (high - low) * uniform(i)),
    normals: (count, deviation = 1) =>
      Float32Array.from({ length: count }, (_, i) => deviation * normal(i)),
    permutation(count) {
      const order = Int32Array.from({ length: count }, (_, i) => i);
      for (let last = count - 1; last > 0; last--) {
        const other = integer(last, last + 1);
        const held = order[last]!;
        order[last] = order[other]!;
        order[other] = held;
      }
      return order;
    },
  };
}

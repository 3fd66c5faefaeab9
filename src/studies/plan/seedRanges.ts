/** `1, 2, 3, 9` as ranges from one seed to another, upwards: [[1, 3], [9, 9]]. */
export function seedRanges(seeds: readonly number[]): (readonly [from: number, to: number])[] {
  const ranges: [number, number][] = [];
  for (const seed of seeds.toSorted((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && seed === last[1] + 1) last[1] = seed;
    else ranges.push([seed, seed]);
  }
  return ranges;
}

/**
 * A plasma fractal: heights by the diamond-square algorithm on a square that closes on itself.
 *
 * From one corner at 0 the square is halved again and again: a point in the middle of a square, then
 * those in the middle of a diamond, get the mean of their four neighbours and a random step. The step
 * begins at ±100 · 100 and is divided by `decay` at each halving (so defined in ImageNet-C and
 * MNIST-C): the greater the decay, the smoother the fog.
 *
 * Fournier, Fussell and Carpenter 1982, "Computer rendering of stochastic models"; as `plasma_fractal`
 * of Hendrycks and Dietterich 2019, arXiv:1903.12261.
 */
const FIRST_STEP = 100;

/**
 * Heights [side * side] in [0, 1], row-major, in `heights`; `side` is a power of two.
 *
 * @param uniform draws in [0, 1]: from 0 on, one for each height but the first, in their order
 */
export function drawPlasma(
  heights: Float64Array,
  side: number,
  decay: number,
  uniform: (draw: number) => number,
): void {
  heights[0] = 0;
  const last = side - 1; // a mask: the square closes on itself
  let draw = 0;
  let step = FIRST_STEP;
  for (let gap = side; gap >= 2; gap /= 2, step /= decay) {
    const half = gap / 2;
    const reach = step * step;
    for (let y = half; y < side; y += gap) {
      const above = (y - half) * side;
      const below = ((y + half) & last) * side;
      for (let x = half; x < side; x += gap) {
        const right = (x + half) & last;
        const sum =
          heights[above + x - half]! +
          heights[above + right]! +
          heights[below + x - half]! +
          heights[below + right]!;
        heights[y * side + x] = sum / 4 + reach * (2 * uniform(draw++) - 1);
      }
    }
    // The diamonds: first between points of a row, then between points of a column.
    for (let shift = half; shift >= 0; shift -= half) {
      for (let y = half - shift; y < side; y += gap) {
        const row = y * side;
        const above = ((y - half) & last) * side;
        const below = ((y + half) & last) * side;
        for (let x = shift; x < side; x += gap) {
          const sum =
            heights[above + x]! +
            heights[below + x]! +
            heights[row + ((x - half) & last)]! +
            heights[row + ((x + half) & last)]!;
          heights[row + x] = sum / 4 + reach * (2 * uniform(draw++) - 1);
        }
      }
    }
  }
  stretch(heights);
}

/** The lowest becomes 0, the highest 1. */
function stretch(heights: Float64Array): void {
  let lowest = Infinity;
  let highest = -Infinity;
  for (const height of heights) {
    if (height < lowest) lowest = height;
    if (height > highest) highest = height;
  }
  const range = highest - lowest || 1;
  for (let i = 0; i < heights.length; i++) heights[i] = (heights[i]! - lowest) / range;
}

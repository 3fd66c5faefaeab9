/** Four float32 numbers at a time: the few vector operations that every family uses. */

/** Bytes of a float32. */
export const FLOAT: usize = 4;

/** a · b + c: rounded once in the build with relaxed SIMD, twice in the plain one. */
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** c − a · b */
export function subtractProduct(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_nmadd(a, b, c);
  return f32x4.sub(c, f32x4.mul(a, b));
}

/** max(0, x); NaN stays NaN. */
export function rectify(x: v128): v128 {
  return f32x4.pmax(x, f32x4.splat(0));
}

/** The larger of each two; NaN where either is one. Three instructions, where f32x4.max takes nine. */
export function larger(a: v128, b: v128): v128 {
  return v128.or(f32x4.pmax(a, b), f32x4.ne(b, b));
}

/** The four lanes added up. */
export function addLanes(x: v128): f32 {
  const pairs = f32x4.add(x, v128.shuffle<f32>(x, x, 2, 3, 0, 1));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}

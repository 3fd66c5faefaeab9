/**
 * Grey of colours: the luma of ITU-R BT.601 (0.299 red + 0.587 green + 0.114 blue) of the values as
 * they are stored, in whole numbers of 1/65,536 and rounded: the very values of Pillow's
 * `convert('L')`.
 */
const [RED, GREEN, BLUE, HALF] = [19595, 38470, 7471, 2 ** 15]; // of 65,536

/** All in whole numbers from 0 to 255. */
export const lumaOf = (red: number, green: number, blue: number): number =>
  (RED * red + GREEN * green + BLUE * blue + HALF) >>> 16;

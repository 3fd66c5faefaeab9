/**
 * What a person may change of a dataset that is stored: fewer classes, another split, grey, a sphere to
 * lie on, another size, pixels moved elsewhere. Nothing of it is stored twice: the options are part of a run's spec, and the
 * images are made from the stored ones whenever they are loaded. What is made has a hash of its own.
 *
 *   stored → classes → split → colour → surface → size → permutation
 */
import { defaultsOf, type Values } from '../core/options.ts';
import { sealDataset, type Dataset } from './dataset.ts';
import { chooseClasses, classOptions } from './preparing/classes.ts';
import { colourOptions, makeGrey } from './preparing/colour.ts';
import { permutationOptions, permutePixels } from './preparing/permutation.ts';
import { resizeImages, sizeOptions } from './preparing/size.ts';
import { divideAnew, splitOptions } from './preparing/split.ts';
import { layOnSurface, surfaceOptions } from './preparing/surface.ts';

export const preparationOptions = {
  ...sizeOptions,
  ...colourOptions,
  ...surfaceOptions,
  ...classOptions,
  ...splitOptions,
  ...permutationOptions,
};
export type Preparation = Values<typeof preparationOptions>;

/** Options that are the number of a class, with the names that the stored dataset gives to them. */
export const namesOfOptions = (classNames: readonly string[]) => ({
  oneClass: classNames,
  otherClass: classNames,
});

/** The dataset as a run sees it: the very same object where nothing is changed. */
export async function prepareDataset(
  stored: Dataset,
  given: Partial<Preparation>,
): Promise<Dataset> {
  const options = { ...defaultsOf(preparationOptions), ...given };
  const divided = divideAnew(chooseClasses(stored, options), options);
  const laid = await layOnSurface(makeGrey(divided, options), options);
  const prepared = await permutePixels(await resizeImages(laid, options), options);
  return prepared === stored ? stored : sealDataset(prepared);
}

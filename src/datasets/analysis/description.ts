/** What can be said of a dataset by looking at all of its images. Plain data. */

export type Part = 'train' | 'test';

/** One image of a dataset. */
export interface Place {
  readonly part: Part;
  readonly index: number;
}

export interface Neighbour extends Place {
  readonly label: number;
  /** Euclidean distance of pixels in [0, 1], over the square root of their number: 0 to 1. */
  readonly distance: number;
}

export interface DatasetDescription {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly classNames: readonly string[];
  /** [count] each, to find images of a class by. */
  readonly labels: { readonly train: Uint8Array; readonly test: Uint8Array };
  /** Training images by class. */
  readonly trainCounts: readonly number[];
  readonly testCounts: readonly number[];
  /** Of the training part: uint8 [height, width, channels]. */
  readonly meanImage: Uint8Array;
  /** [classes, height, width, channels]; black where a class has no training image */
  readonly classMeans: Uint8Array;
  /** Shares of training pixel values by value: [channels, 256], each channel adding up to 1. */
  readonly histogram: Float64Array;
  /** Mean and standard deviation of training pixels in [0, 1]. */
  readonly mean: number;
  readonly deviation: number;
  /** Images whose pixels are all of one value. */
  readonly constantImages: number;
  /** Groups of two or more images with the very same pixels, those that span both parts first. */
  readonly duplicates: readonly (readonly Place[])[];
  /** Test images that are in the training part, too. */
  readonly leakedTestImages: number;
  /** Groups whose images do not agree on their class. */
  readonly contradictions: number;
}

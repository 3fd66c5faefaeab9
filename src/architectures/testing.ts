/** For the tests alone: any architecture made small. */
import { defaultsOf, type OptionRecord } from '../core/options.ts';
import type { Architecture } from './architecture.ts';

/** Every width at `width`, or the least it may have; an option of up to 64 and more is a width. */
export function narrowOptions({ options }: Architecture, width = 8): OptionRecord {
  return Object.fromEntries(
    Object.entries(options).flatMap(([name, option]) =>
      option.kind === 'integer' && option.max >= 64 ? [[name, Math.max(width, option.min)]] : [],
    ),
  );
}

/** Of deep networks few layers of each kind are enough. */
const shallow: Readonly<Record<string, OptionRecord>> = {
  'resnet-20': { width: 4, blocks: 1 },
  'mobile-net': { widthMultiplier: '0.25' },
};

/** The defaults, narrow, and of two layers, so that a GPU drawn in software takes seconds. */
export function tinyOptions(architecture: Architecture): OptionRecord {
  const { id, options } = architecture;
  const layers = options.layers ? { layers: 2 } : {};
  return { ...defaultsOf(options), ...narrowOptions(architecture), ...layers, ...shallow[id] };
}

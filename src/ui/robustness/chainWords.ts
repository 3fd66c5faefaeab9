/** A setting in a few words, for under a figure. */
import type { Viewing } from '../../store/robustness.ts';
import { findSensor } from '../../sensors/index.ts';
import { findTransform } from '../../transforms/index.ts';
import { amountText } from '../parts/range.ts';
import { orderedOptions } from './chain.ts';

/** `Rotation 30°, Noise 0.2; Fish-eye 120°`; empty for images as they are. */
export function chainWords({ changes, sensor }: Viewing): string {
  const chain = changes.map(({ id, options }) => {
    const transform = findTransform(id);
    const [strength] = orderedOptions(transform);
    return amounts(transform, strength, options);
  });
  if (!sensor) return chain.join(', ');
  const found = findSensor(sensor.id);
  const strength = Object.keys(found.example)[0] ?? Object.keys(found.options)[0];
  return [
    ...(chain.length > 0 ? [chain.join(', ')] : []),
    amounts(found, strength, sensor.options),
  ].join('; ');
}

type Described = Pick<ReturnType<typeof findTransform>, 'label' | 'options'>;

function amounts(
  { label, options }: Described,
  name: string | undefined,
  values: Readonly<Record<string, unknown>>,
): string {
  const option = name === undefined ? undefined : options[name];
  const value = name === undefined ? undefined : values[name];
  if (!option || typeof value !== 'number') return label;
  return `${label} ${amountText(value, 'unit' in option ? option.unit : undefined)}`;
}

/** Geometries that can be sought: one or two unknown numbers each, over their whole range. */
import type { NumberOption } from '../core/options.ts';
import { findSensor } from '../sensors/index.ts';
import type { SoughtGeometry } from '../training/geometrySearch.ts';
import { findTransform } from '../transforms/index.ts';

export interface SoughtChoice {
  readonly id: string;
  readonly label: string;
  readonly sought: SoughtGeometry;
}

interface Wanted {
  readonly id: string;
  readonly label: string;
  readonly kind: SoughtGeometry['kind'];
  readonly system: string;
  readonly names: readonly string[];
  readonly periodic?: true;
}

const wanted: readonly Wanted[] = [
  {
    ...{ id: 'rotation', label: 'Rotation', kind: 'transform', system: 'rotation' },
    ...{ names: ['angle'], periodic: true },
  },
  { id: 'shift', label: 'Shift', kind: 'transform', system: 'shift', names: ['x', 'y'] },
  { id: 'scale', label: 'Scale', kind: 'transform', system: 'scale', names: ['factor'] },
  { id: 'shear', label: 'Shear', kind: 'transform', system: 'shear', names: ['slant'] },
  {
    ...{ id: 'fish-eye', label: 'Fish-eye: field of view', kind: 'sensor', system: 'fish-eye' },
    names: ['fieldOfView'],
  },
  {
    ...{ id: 'distortion', label: 'Lens distortion: k₁ and k₂', kind: 'sensor' },
    ...{ system: 'brown-conrady', names: ['k1', 'k2'] },
  },
];

export const soughtGeometries: readonly SoughtChoice[] = wanted.map(
  ({ id, label, kind, system, names, periodic }) => {
    const { options } = kind === 'transform' ? findTransform(system) : findSensor(system);
    const unknowns = names.map((name) => {
      const { min, max } = options[name] as NumberOption;
      return { name, from: min, to: max, ...(periodic && { periodic }) };
    });
    return { id, label, sought: { kind, choice: { id: system, options: {} }, unknowns } };
  },
);

/**
 * The four classical fish-eye lenses, over an image that a camera without distortion would take.
 *
 *   θ   angle from the axis, θ' half the field of view
 *   r = tan θ / tan θ'   where the image is seen, so that it fills the field of view
 *   ρ = d(θ) / d(θ')     where that is on the sensor, by the lens:
 *
 *   equidistant d = θ, stereographic d = 2 tan(θ/2), equisolid d = 2 sin(θ/2), orthographic d = sin θ
 *
 * Radii are in halves of the shorter side (optics/round.ts), and the middle of the nearest edges
 * stays where it is. From 90° on nothing is seen: a flat image ends there. A field of view of 0 is no
 * lens, and a small one nearly none.
 *
 * Kannala and Brandt 2006, "A generic camera model and calibration method for conventional,
 * wide-angle, and fish-eye lenses" (IEEE TPAMI 28, 8), equations 1 to 5.
 */
import { gridCoords } from '../core/coordinates.ts';
import { choice, number } from '../core/options.ts';
import { radialLens } from './optics/round.ts';
import { defineSensor } from './sensor.ts';

/** θ where the sensor's radius is a share of that at the rim; NaN beyond the model's range. */
type AngleAt = (share: number, rim: number) => number;

const models = {
  equidistant: (share, rim) => share * rim,
  stereographic: (share, rim) => 2 * Math.atan(share * Math.tan(rim / 2)),
  equisolid: (share, rim) => 2 * Math.asin(share * Math.sin(rim / 2)),
  orthographic: (share, rim) => Math.asin(share * Math.sin(rim)),
} satisfies Record<string, AngleAt>;

export const fishEye = defineSensor({
  id: 'fish-eye',
  label: 'Fish-eye',
  summary:
    'A very wide lens: the middle bulges and the rim is squeezed. Not told, models fail from about 120° on.',
  reference: 'Kannala and Brandt 2006, IEEE TPAMI 28 (8)',
  group: 'lens',
  options: {
    fieldOfView: number({
      label: 'Field of view',
      help: 'Across the shorter side; 0 is no lens, 90 bends a little, 150 hardly leaves a digit readable.',
      default: 0,
      min: 0,
      max: 170,
      unit: '°',
    }),
    model: choice({
      label: 'Model',
      help: 'How the rim is squeezed: stereographic the least, orthographic the most.',
      default: 'equidistant',
      choices: [
        { value: 'equidistant', label: 'Equidistant' },
        { value: 'stereographic', label: 'Stereographic' },
        { value: 'equisolid', label: 'Equisolid' },
        { value: 'orthographic', label: 'Orthographic' },
      ],
    }),
  },
  example: { fieldOfView: 120 },
  strengths: [0, 30, 60, 90, 105, 120, 135, 150, 160, 170],
  plan({ fieldOfView, model }, size) {
    const grid = {
      places: gridCoords(size.height, size.width),
      lattice: { height: size.height, width: size.width },
    };
    if (fieldOfView === 0) return grid;
    const rim = (fieldOfView * Math.PI) / 360;
    const angleAt: AngleAt = models[model];
    const lens = radialLens(size, (radius) => {
      const angle = angleAt(radius, rim);
      return angle < Math.PI / 2 ? Math.tan(angle) / Math.tan(rim) : NaN;
    });
    return { ...grid, lens };
  },
});

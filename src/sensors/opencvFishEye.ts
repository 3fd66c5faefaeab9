/**
 * The fish-eye lens of OpenCV's calibration, over an image without distortion.
 *
 *   r = tan θ / tan θ'   where the image is seen; θ' half the field of view
 *   θd = θ (1 + k1 θ² + k2 θ⁴ + k3 θ⁶ + k4 θ⁸)
 *   ρ = θd(θ) / θd(θ')   where that is on the sensor
 *
 * The sensor asks the other way, so θ is found by Newton's method as far as θd rises; beyond it, and
 * from 90° on, nothing is seen. Radii are in halves of the shorter side (optics/round.ts). In
 * OpenCV's words: both focal lengths are half the shorter side over θd(θ') on the sensor and over
 * tan θ' in the image. A field of view of 0 is no lens, whatever k says.
 *
 * Kannala and Brandt 2006 (IEEE TPAMI 28, 8); docs.opencv.org, module calib3d, fisheye.
 */
import { gridCoords } from '../core/coordinates.ts';
import { number } from '../core/options.ts';
import { endOfRise, whereRising, type RisingCurve } from './optics/rising.ts';
import { radialLens } from './optics/round.ts';
import { defineSensor } from './sensor.ts';

interface Coefficients {
  readonly k1: number;
  readonly k2: number;
  readonly k3: number;
  readonly k4: number;
}

/** θd by θ. */
function bent({ k1, k2, k3, k4 }: Coefficients): RisingCurve {
  return {
    value(angle) {
      const square = angle * angle;
      return angle * (1 + square * (k1 + square * (k2 + square * (k3 + square * k4))));
    },
    slope(angle) {
      const square = angle * angle;
      return 1 + square * (3 * k1 + square * (5 * k2 + square * (7 * k3 + square * 9 * k4)));
    },
  };
}

const coefficient = (label: string, help: string) =>
  number({ label, help, default: 0, min: -1, max: 1 });

export const opencvFishEye = defineSensor({
  id: 'opencv-fish-eye',
  label: 'OpenCV fish-eye',
  summary: 'A fish-eye lens as OpenCV calibrates it: equidistant, and bent by four coefficients.',
  reference: 'Kannala and Brandt 2006, IEEE TPAMI 28 (8); OpenCV fisheye',
  group: 'lens',
  options: {
    fieldOfView: number({
      label: 'Field of view',
      help: 'Across the shorter side; 0 is no lens, and the wider it is, the more the coefficients do.',
      default: 0,
      min: 0,
      max: 170,
      unit: '°',
    }),
    k1: coefficient('k₁', 'Below 0 the rim is squeezed, above 0 stretched.'),
    k2: coefficient('k₂', 'As k₁, but nearer to the rim.'),
    k3: coefficient('k₃', 'As k₂, but nearer still to the rim.'),
    k4: coefficient('k₄', 'As k₃, but at the very rim.'),
  },
  example: { fieldOfView: 120, k1: -0.15, k2: 0.03 },
  strengths: [0, 30, 60, 90, 105, 120, 135, 150, 160, 170],
  fault({ fieldOfView, ...coefficients }) {
    const rim = (fieldOfView * Math.PI) / 360;
    const end = endOfRise(bent(coefficients), Math.PI / 2);
    if (rim < end) return undefined;
    const degrees = Math.floor((end * 180) / Math.PI);
    return (
      `the lens turns back ${degrees}° from its axis, within its field of view; ` +
      `choose a field of view below ${2 * degrees}°, or coefficients nearer to 0`
    );
  },
  plan({ fieldOfView, ...coefficients }, size) {
    const grid = {
      places: gridCoords(size.height, size.width),
      lattice: { height: size.height, width: size.width },
    };
    if (fieldOfView === 0) return grid;
    const curve = bent(coefficients);
    const end = endOfRise(curve, Math.PI / 2);
    const rim = (fieldOfView * Math.PI) / 360;
    const lens = radialLens(size, (radius) => {
      const angle = whereRising(curve, radius * curve.value(rim), end);
      return angle < Math.PI / 2 ? Math.tan(angle) / Math.tan(rim) : NaN;
    });
    return { ...grid, lens };
  },
});

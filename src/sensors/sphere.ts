/**
 * The image on a sphere, seen all around: rows of latitude, columns of longitude.
 *
 *   place of the sensor -> direction -> turned by the pose -> flat image, by core/sphere.ts
 *
 * A square image covers most of the southern half and is seen from near the north pole; the longer
 * side of one that is not square is as long as its sides. The northern half sees nothing. With all
 * three angles at 0 the image lies around the south pole, smeared along the lower edge; tipped by
 * 90° it lies on the equator.
 *
 * As the data of spherical MNIST: 60 × 60 pixels and the same projection (Cohen et al. 2018,
 * arXiv:1801.10130), but for half a pixel of longitude, a mirror, and the four pixels between which
 * is interpolated: the nearest ones here, every other one there.
 */
import { gridCoords } from '../core/coordinates.ts';
import { choice, integer, number } from '../core/options.ts';
import { directionAt, projectToPlane, rotate, rotationOf } from '../core/sphere.ts';
import { defineSensor } from './sensor.ts';

const angle = (label: string, help: string, min = -180) =>
  number({ label, help, default: 0, min, max: 180, unit: '°' });

export const sphere = defineSensor({
  id: 'sphere',
  label: 'Sphere',
  summary:
    'The image on half of a sphere, seen all around in any pose. Only a model that knows the pose can read it everywhere.',
  reference: 'Cohen et al. 2018, Spherical CNNs, arXiv:1801.10130',
  group: 'surface',
  options: {
    tip: angle('Tip', 'Second of the three: about the y axis; 90 brings the image to the equator.'),
    turn: angle(
      'Turn',
      'Last of the three: turns the image about its own middle, counter-clockwise.',
    ),
    roll: angle(
      'Roll',
      'First of the three: about the poles of the sensor; slides its picture to the left.',
    ),
    rows: integer({
      label: 'Rows',
      help: 'From pole to pole; few of them leave the image few pixels, as it fills less than half.',
      default: 60,
      min: 8,
      max: 112,
      unit: 'px',
    }),
    grid: choice({
      label: 'Columns',
      help: 'As many as rows, as in spherical MNIST, or twice as many: square pixels at the equator.',
      default: 'square',
      choices: [
        { value: 'square', label: 'As many' },
        { value: 'wide', label: 'Twice as many' },
      ],
    }),
  },
  example: { tip: 90 },
  plan({ rows, grid, ...pose }, { height, width }) {
    const lattice = { height: rows, width: grid === 'wide' ? 2 * rows : rows };
    const rotation = rotationOf(pose);
    const longer = Math.max(height, width);
    return {
      places: gridCoords(lattice.height, lattice.width),
      lattice,
      lens(x, y) {
        const [atX, atY] = projectToPlane(rotate(rotation, directionAt(x, y)));
        return [(atX * longer) / width, (atY * longer) / height];
      },
    };
  },
});

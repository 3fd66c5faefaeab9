import { describe, expect, it } from 'vitest';
import { gridCoords } from './coordinates.ts';
import { backToOrigins } from './origins.ts';
import { createRandom } from './random.ts';

const size = { height: 3, width: 5 };
const origins = createRandom(3).stream('test').permutation(15);
const grid = gridCoords(size.height, size.width);
const at = (place: number) => [grid[2 * place]!, grid[2 * place + 1]!];

describe('backToOrigins', () => {
  it('takes the centre of each pixel to that of the place it came from', () => {
    const back = backToOrigins(grid, origins, size);
    origins.forEach((origin, place) => {
      expect(back[2 * place]).toBeCloseTo(at(origin)[0]!, 6);
      expect(back[2 * place + 1]).toBeCloseTo(at(origin)[1]!, 6);
    });
  });

  it('keeps where in its pixel a position lies', () => {
    const [right, down] = [0.3 / size.width, -0.6 / size.height];
    const aside = grid.map((value, i) => value + (i % 2 === 0 ? right : down));
    const back = backToOrigins(aside, origins, size);
    origins.forEach((origin, place) => {
      expect(back[2 * place]).toBeCloseTo(at(origin)[0]! + right, 6);
      expect(back[2 * place + 1]).toBeCloseTo(at(origin)[1]! + down, 6);
    });
  });

  it('leaves positions alone where no pixel was moved', () => {
    const own = Int32Array.from({ length: 15 }, (_, place) => place);
    const positions = Float32Array.of(-1, -1, 1, 1, 0.1, 0.2, 1.5, -2);
    expect(backToOrigins(positions, own, size)).toEqual(positions);
  });
});

/** Against SciPy's polynomials and discrete cosine transform. */
import { describe, expect, it } from 'vitest';
import { gridCoords, pixelCentre } from '../core/coordinates.ts';
import type { Encoding } from './encoding.ts';
import fixture from './fixtures/features.json' with { type: 'json' };
import { orthogonalBasis } from './orthogonalBasis.ts';
import { encodePlaces, expectRows } from './testing.ts';

const encoding = orthogonalBasis as Encoding;

describe.each(['chebyshev', 'legendre'] as const)('%s', (basis) => {
  const { order, axes, product } = fixture[basis];
  it('is the polynomial of SciPy, held at the edges outside', async () => {
    const options = { basis, order, arrangement: 'axes' };
    const { rows } = await encodePlaces(encoding, fixture.places.flat(), { options });
    expectRows(rows, axes);
  });

  it('multiplies both axes', async () => {
    const options = { basis, order: 3, arrangement: 'product' };
    const { rows } = await encodePlaces(encoding, fixture.places.flat(), { options });
    expectRows(rows, product);
  });
});

describe('cosines', () => {
  const count = fixture.discreteCosines.length;
  const options = { basis: 'cosine', order: count - 1, arrangement: 'axes' };

  it('are the rows of the discrete cosine transform on the pixel grid', async () => {
    const plane = { dimensions: 1, height: 1, width: count };
    const centres = Array.from({ length: count }, (_, pixel) => pixelCentre(pixel, count));
    const { rows } = await encodePlaces(encoding, centres, { options, plane });
    expectRows(
      rows,
      fixture.discreteCosines.map((row) => row.slice(1)), // the constant is left out
    );
  });

  it('are exactly orthogonal over the pixels, as products over the plane', async () => {
    const [height, width] = [6, 6];
    const { rows } = await encodePlaces(encoding, [...gridCoords(height, width)], {
      options: { basis: 'cosine', order: 5, arrangement: 'product' },
      plane: { dimensions: 2, height, width },
    });
    const features = rows[0]!.length;
    expect(features).toBe(height * width); // a basis of all images
    for (let a = 0; a < features; a++) {
      for (let b = 0; b < features; b++) {
        const inner = rows.reduce((sum, row) => sum + row[a]! * row[b]!, 0);
        const norm = (order: number) => (order === 0 ? 6 : 3);
        const expected = a === b ? norm(Math.floor(a / 6)) * norm(a % 6) : 0;
        expect(inner).toBeCloseTo(expected, 5); // positions are float32
      }
    }
  });
});

it('refuses more features than a first layer can read', () => {
  const options = { basis: 'cosine', order: 31, arrangement: 'product' };
  expect(encoding.fault?.(options, { dimensions: 2, height: 28, width: 28 })).toBeUndefined();
  expect(encoding.fault?.(options, { dimensions: 3, height: 28, width: 28 })).toMatch(/32768.*;/);
});

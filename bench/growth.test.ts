import { describe, expect, it } from 'vitest';
import type { Order } from './contenders/contender.ts';
import { growthCases, growthText, measureGrowth, plannedPoints } from './growth.ts';
import { growthPicture } from './growthPicture.ts';

/** A step takes as many milliseconds as its batch has images; each sample after the first two is measured. */
async function pretend() {
  const orders: Order[] = [];
  const points = await measureGrowth(
    async (order) => {
      orders.push(order);
      let samples = 0;
      return {
        threads: 1,
        steps: async () => ({ ms: samples++ < 2 ? 1e9 : order.batch, issueMs: 0, loss: 0 }),
        dispose: async () => {},
      };
    },
    3,
    () => {},
  );
  return { orders, points };
}

describe('the growth of a step', () => {
  it('varies one size at a time', async () => {
    const { orders } = await pretend();
    expect(orders).toHaveLength(plannedPoints().length);
    const cnn = orders.filter(({ caseId }) => caseId === 'cnn');
    expect(cnn.filter(({ batch }) => batch !== 32)).toHaveLength(5);
    expect(cnn.filter(({ sizes }) => sizes.side !== 28)).toHaveLength(3);
    expect(cnn.filter(({ sizes }) => sizes.width !== 32)).toHaveLength(3);
  });

  it('leaves the warm-up out, and names pixels by their number', async () => {
    const { points } = await pretend();
    const text = growthText(points);
    expect(text).toMatch(/cnn +8: 8\.00 +16: 16\.0/);
    expect(text).toMatch(/196: 32\.0 +784: 32\.0 +3136: 32\.0 +4096: 32\.0/);
  });

  it('draws a line for each case in each panel, inside the picture', async () => {
    const { points } = await pretend();
    const picture = growthPicture(points);
    expect(picture.match(/<polyline/g)).toHaveLength(3 * growthCases.length);
    const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(picture)!.map(Number);
    for (const [, x, y] of picture.matchAll(/cx="([\d.-]+)" cy="([\d.-]+)"/g)) {
      expect(Number(x)).toBeGreaterThan(0);
      expect(Number(x)).toBeLessThan(width!);
      expect(Number(y)).toBeGreaterThan(0);
      expect(Number(y)).toBeLessThan(height!);
    }
  });
});

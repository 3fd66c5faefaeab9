/** Views of a plan as the page writes them: the test images turned by a few angles. */
import type { StudyView } from '../studies/plan/plan.ts';
import { plainViewing } from '../training/viewing.ts';

export type Telling = 'told' | 'not told';

/** @param angles degrees, −180 to 180 */
export function rotatedViews(angles: readonly number[], telling: Telling): StudyView[] {
  return angles.map((angle) => ({
    label: `rotated by ${angle}°`,
    viewing: {
      ...plainViewing,
      changes: [{ id: 'rotation', options: { angle } }],
      told: telling === 'told',
    },
  }));
}

export interface Rotations {
  readonly angles: readonly number[];
  readonly telling: Telling;
}

/** The angles of views that the page wrote, empty without views; undefined where they are others. */
export function anglesOf(views: readonly StudyView[]): Rotations | undefined {
  const angles = views.map(({ viewing }) => {
    const [only, ...others] = viewing.changes;
    return only?.id === 'rotation' && others.length === 0 ? Number(only.options['angle']) : NaN;
  });
  const telling: Telling = views[0]?.viewing.told ? 'told' : 'not told';
  const isOurs = JSON.stringify(rotatedViews(angles, telling)) === JSON.stringify(views);
  return isOurs ? { angles, telling } : undefined;
}

/** The search for a geometry, with a run's weights and the test images that it is asked about. */
import { LabError } from '../core/errors.ts';
import { gatherBatch, testOrder } from '../training/batches.ts';
import { geometryWith, searchGeometry } from '../training/geometrySearch.ts';
import type { Model } from '../training/model.ts';
import { mapOf, seenThrough } from '../training/presenting.ts';
import { readViewing } from '../training/viewing.ts';
import type { SearchEnd, SearchOrder, SearchReport } from './survey.ts';
import type { Asking, Interruptions } from './surveys.ts';

/** @param report is told of every point; labels are never looked at */
export async function searchRun(
  lab: Asking,
  { searchId, run, viewing, sought, images, first = 0 }: SearchOrder,
  { pass, isStopped }: Interruptions,
  report: (progress: SearchReport) => void,
): Promise<SearchEnd> {
  const dataset = await lab.dataset(run.spec.dataset);
  const { height, width, channels } = dataset;
  const size = { height, width, channels };
  const loan = await lab.lend(run, dataset, 0);
  try {
    expectPixels(loan.model);
    const indices = testOrder(dataset).subarray(first, first + images);
    const { values, count } = gatherBatch(dataset.test, height * width * channels, indices);
    const seen = seenThrough(readViewing(viewing), size, values, first);
    const { model, parameters } = loan;
    const result = await searchGeometry(
      { kernels: lab.kernels(), model, parameters },
      { ...seen, count, size, weighted: viewing.weighted },
      {
        geometryAt: (at) => mapOf(geometryWith(sought, at), size),
        unknowns: sought.unknowns,
      },
      {
        async breathe() {
          await pass();
          loan.expectOpen();
        },
        isStopped,
        report: (points, best, done) => report({ searchId, points, best, done }),
      },
    );
    return { ...result, found: geometryWith(sought, result.best.values) };
  } finally {
    loan.dispose();
  }
}

function expectPixels({ architecture }: Model): void {
  if (architecture.reads === 'pixels') return;
  throw new LabError('no-coordinates', {
    found: `${architecture.label}, which reads a grid`,
    expected: 'a model that reads pixels with coordinates, so that it can be told of a geometry',
    fix: 'choose a run of a coordinate model',
  });
}

/** What is known of one case on one backend with one batch: a row of the table and of the JSON. */
import type { BackendName, ContenderId, Sample } from './contenders/contender.ts';

export type Place = 'node' | 'chromium';

export interface RowPlan {
  readonly case: string;
  readonly place: Place;
  readonly backend: BackendName;
  readonly threads: number;
  readonly batch: number;
}

export interface TakenSample extends Sample {
  /** Steps that were taken before it. */
  readonly first: number;
  readonly steps: number;
}

/** What a contender did; `reason` says why there is nothing or no more. */
export interface Outcome {
  /** Every sample of the run, in order. */
  readonly samples: readonly TakenSample[];
  /** How many of the first only warmed it up. */
  readonly warmUp: number;
  readonly threads?: number;
  readonly reason?: string;
}

/** The fifth is TensorFlow.js on its CPU backend, run where the backend of the row cannot train. */
export type Entrant = ContenderId | 'stockCpu';
export type Outcomes = Readonly<Partial<Record<Entrant, Outcome>>>;

export interface Row extends RowPlan {
  /** Median milliseconds of a training step; null where it was not measured, `reasons` says why. */
  readonly labMs: number | null;
  readonly stockMs: number | null;
  readonly pytorchMs: number | null;
  readonly jaxJsMs: number | null;
  readonly stockCpuMs: number | null;
  /** 10⁹ floating-point operations of the plain formula per second of the lab; what it skips counts. */
  readonly gflops: number | null;
  /** Commands to the GPU per step. */
  readonly dispatches: number | null;
  readonly stockDispatches: number | null;
  /** Milliseconds of JavaScript per step: issuing commands on a GPU, everything elsewhere. */
  readonly labIssueMs: number | null;
  readonly stockIssueMs: number | null;
  /** Largest growth of memory in MiB. */
  readonly peakMiB: Readonly<Partial<Record<Entrant, number>>>;
  /** Do the lab and TensorFlow.js lose the same at the same steps? null where one of them did not run. */
  readonly lossesAgree: boolean | null;
  /** Largest relative difference of each contender's losses from the lab's. */
  readonly lossDifferences: Readonly<Partial<Record<Entrant, number>>>;
  readonly threadsOf: Readonly<Partial<Record<Entrant, number>>>;
  readonly reasons: Readonly<Partial<Record<Entrant, string>>>;
}

/** Float32 sums in another order, after a dozen steps of Adam, differ by less. */
export const AGREEMENT = 1e-3;

export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

const measured = ({ samples, warmUp }: Outcome) => samples.slice(warmUp);

const medianOf = (outcome: Outcome | undefined, read: (sample: Sample) => number | undefined) =>
  outcome ? median(measured(outcome).flatMap((sample) => read(sample) ?? [])) : null;

/** Over the samples of the same steps; undefined where there are none. */
export function lossDifference(a: Outcome | undefined, b: Outcome | undefined): number | undefined {
  const differences = (a?.samples ?? []).flatMap((left) => {
    const right = b?.samples.find(
      ({ first, steps }) => first === left.first && steps === left.steps,
    );
    if (!right) return [];
    const size = Math.max(Math.abs(left.loss), Math.abs(right.loss), 1e-6);
    return Math.abs(left.loss - right.loss) / size;
  });
  if (differences.length === 0) return undefined;
  // A loss that is no number agrees with nothing.
  return differences.some(Number.isNaN) ? Infinity : Math.max(...differences);
}

function perEntrant<Value>(
  outcomes: Outcomes,
  read: (outcome: Outcome) => Value | null | undefined,
): Partial<Record<Entrant, Value>> {
  const found: Partial<Record<Entrant, Value>> = {};
  for (const [id, outcome] of Object.entries(outcomes) as [Entrant, Outcome][]) {
    const value = read(outcome);
    if (value !== undefined && value !== null) found[id] = value;
  }
  return found;
}

function peakOf({ samples }: Outcome): number | null {
  const peaks = samples.flatMap(({ peakBytes }) => peakBytes ?? []);
  return peaks.length > 0 ? Math.round(Math.max(...peaks) / 2 ** 20) : null;
}

/** @param multiplyAdds of one step by the plain formula */
export function rowOf(plan: RowPlan, outcomes: Outcomes, multiplyAdds: number): Row {
  const { lab, stock, pytorch, jaxJs, stockCpu } = outcomes;
  const ms = (outcome: Outcome | undefined) => medianOf(outcome, (sample) => sample.ms);
  const issueMs = (outcome: Outcome | undefined) => medianOf(outcome, (sample) => sample.issueMs);
  const dispatches = (outcome: Outcome | undefined) =>
    medianOf(outcome, (sample) => sample.dispatches);
  const others = Object.entries(outcomes).filter(([id]) => id !== 'lab');
  const differences = perEntrant(Object.fromEntries(others), (each) => lossDifference(lab, each));
  const computes = plan.backend !== 'webgpu-null';
  const stockDifference = differences.stock ?? differences.stockCpu;
  const labMs = ms(lab);
  return {
    ...plan,
    labMs,
    stockMs: ms(stock),
    pytorchMs: ms(pytorch),
    jaxJsMs: ms(jaxJs),
    stockCpuMs: ms(stockCpu),
    gflops: labMs !== null && computes ? (2 * multiplyAdds) / (labMs * 1e6) : null,
    dispatches: dispatches(lab),
    stockDispatches: dispatches(stock),
    labIssueMs: issueMs(lab),
    stockIssueMs: issueMs(stock),
    peakMiB: perEntrant(outcomes, peakOf),
    lossesAgree: stockDifference === undefined || !computes ? null : stockDifference <= AGREEMENT,
    lossDifferences: computes ? differences : {},
    threadsOf: perEntrant(outcomes, ({ threads }) => threads),
    reasons: perEntrant(outcomes, ({ reason }) => reason),
  };
}

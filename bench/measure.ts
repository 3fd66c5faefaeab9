/**
 * Measures one row. Every contender is built and warmed up, then all take their samples in turn (lab,
 * TensorFlow.js, PyTorch, jax-js, lab, …), so that whatever else the machine does hits all alike.
 *
 * A sample is a few steps, as many for one contender as for another, so that their losses compare; a slow
 * one takes fewer samples. One whose step takes longer than the limit is given up.
 */
import type { Session } from './contenders/contender.ts';
import type { Entrant, Outcome, Outcomes, TakenSample } from './row.ts';

export interface Limits {
  /** A step that takes longer ends its contender. */
  readonly stepMs: number;
  /** The first step may compile. */
  readonly firstStepMs: number;
  /** A contender that has spent as much on its samples takes no more of them. */
  readonly budgetMs: number;
}

export const limits: Limits = { stepMs: 60_000, firstStepMs: 120_000, budgetMs: 15_000 };

export interface Contestant {
  readonly id: Entrant;
  open(): Promise<Session>;
}

/**
 * A contender warms up step by step: the first may compile, and engines go on to improve what runs often.
 * Runs take thousands of steps, so what they get to in the end counts.
 */
const WARM_UP = { steps: 2, mostSteps: 150, ms: 1000 };
/** Milliseconds that a sample of the first contender lasts at least, if few steps suffice for it. */
const SAMPLE_MS = 40;
const MOST_STEPS = 16;

interface Runner {
  readonly id: Entrant;
  readonly session?: Session;
  readonly samples: TakenSample[];
  /** Samples that only warmed it up. */
  warmUp: number;
  spentMs: number;
  reason?: string;
}

/**
 * @param count samples that are measured
 * @param tell hears what is under way
 */
export async function measure(
  contestants: readonly Contestant[],
  count: number,
  tell: (text: string) => void,
  { stepMs, firstStepMs, budgetMs }: Limits = limits,
): Promise<Outcomes> {
  const runners: Runner[] = [];
  for (const contestant of contestants) {
    tell(`${contestant.id} starts`);
    const runner = await start(contestant, firstStepMs);
    runners.push(runner);
    await take(runner, 1, firstStepMs);
    while (isCold(runner)) await take(runner, 1, stepMs);
    runner.warmUp = runner.samples.length;
  }
  const steps = stepsPerSample(runners);
  for (let round = 1; round <= count; round++) {
    tell(`round ${round} of ${count}`);
    for (const runner of runners) {
      if (runner.spentMs < budgetMs) await take(runner, steps, stepMs);
    }
  }
  await Promise.all(runners.map(({ session }) => session?.dispose()));
  return Object.fromEntries(runners.map((runner) => [runner.id, outcomeOf(runner)]));
}

async function start({ id, open }: Contestant, limitMs: number): Promise<Runner> {
  const runner = { id, samples: [], warmUp: 0, spentMs: 0 };
  try {
    return {
      ...runner,
      session: await within(limitMs, `it takes over ${seconds(limitMs)} to start`, open()),
    };
  } catch (error) {
    return { ...runner, reason: reasonOf(error) };
  }
}

async function take(runner: Runner, steps: number, limitMs: number): Promise<void> {
  if (!runner.session || runner.reason !== undefined) return;
  try {
    const reason = `${TOO_SLOW} ${seconds(limitMs)}`;
    const sample = await within(steps * limitMs, reason, runner.session.steps(steps));
    const { first, steps: taken } = runner.samples.at(-1) ?? { first: 0, steps: 0 };
    runner.samples.push({ ...sample, first: first + taken, steps });
    if (runner.samples.length > 1) runner.spentMs += sample.ms * steps;
  } catch (error) {
    runner.reason = reasonOf(error);
    // What was measured before says nothing of a contender that cannot go on.
    runner.samples.length = 0;
    await runner.session.dispose();
  }
}

const isCold = ({ samples, spentMs, reason }: Runner): boolean => {
  if (reason !== undefined || samples.length >= WARM_UP.mostSteps) return false;
  return samples.length < WARM_UP.steps || spentMs < WARM_UP.ms;
};

/** As many as make the first contender's sample long enough to be timed. */
function stepsPerSample([first]: readonly Runner[]): number {
  const ms = first?.samples.at(-1)?.ms;
  return ms === undefined ? 1 : Math.min(MOST_STEPS, Math.max(1, Math.round(SAMPLE_MS / ms)));
}

/** A slow contender has spent its time before it was warm: then its last step counts. */
function outcomeOf({ session, samples, warmUp, reason }: Runner): Outcome {
  return {
    samples,
    warmUp: Math.min(warmUp, Math.max(1, samples.length - 1)),
    ...(session && { threads: session.threads }),
    ...(reason !== undefined && { reason }),
  };
}

/** How the reason begins of a contender whose step takes longer than the limit. */
export const TOO_SLOW = 'a step takes over';
const seconds = (ms: number) => `${Math.round(ms / 1000)} s`;

function within<Value>(limitMs: number, reason: string, promise: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(reason)), limitMs);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** The first line, without what leads it. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0]!.trim();
}

/** What is found by looking into trained runs; computed when it is looked at, the newest question first. */
import type { OptionValue } from '../core/options.ts';
import type { SystemChoice } from '../core/system.ts';
import { askWeights } from './asking.ts';
import { explain } from './explain.ts';
import { findRun, getLab, setLab } from './lab.ts';
import { probeKey, type ProbeView, type TestSetView } from './lookView.ts';
import { createNewestWins } from './newestWins.ts';

export { probeKey, type ProbeView, type TestSetView } from './lookView.ts';
export type { ProbeAnswer, ProbeGroup, ProbeMap } from '../probes/probe.ts';

export interface ProbeQuestion {
  readonly probe: SystemChoice;
  readonly runIds: readonly string[];
  /** [height, width, channels] in [0, 1] */
  readonly image: Float32Array;
  /** The same once more, for newer weights: the answer that is shown is not in doubt. */
  readonly isAgain?: boolean;
}

/** Each probe has its own line: what one is asked does not silence another. */
const lines = new Map<string, { ask: (question: ProbeQuestion) => void; newest?: ProbeQuestion }>();

export function askProbe(question: ProbeQuestion): void {
  const line = lines.get(question.probe.id) ?? { ask: createNewestWins(answerProbe) };
  lines.set(question.probe.id, line);
  line.newest = question;
  const inDoubt = question.isAgain ? [] : question.runIds;
  for (const id of inDoubt) patchProbe(question.probe.id, id, { isAsking: true });
  line.ask(question);
}

async function answerProbe(question: ProbeQuestion): Promise<void> {
  const { probe, runIds, image } = question;
  for (const id of runIds) {
    const run = findRun(id);
    if (!run) continue;
    const view = await askWeights((client) =>
      client.probe(id, run.spec, probe, image.slice()),
    ).then(
      (answer) => (answer ? { answer, reason: null } : { answer: null, reason: null }),
      (error: unknown) => ({ answer: null, reason: explain(error) }),
    );
    if (lines.get(probe.id)?.newest !== question) return;
    if (findRun(id)) patchProbe(probe.id, id, { ...view, isAsking: false });
  }
}

function patchProbe(probeId: string, runId: string, patch: Partial<ProbeView>): void {
  const key = probeKey(probeId, runId);
  setLab(({ look }) => {
    const before = look.probes[key] ?? { isAsking: false, answer: null, reason: null };
    return { look: { ...look, probes: { ...look.probes, [key]: { ...before, ...patch } } } };
  });
}

export function setProbeOption(probeId: string, name: string, value: OptionValue): void {
  setLab(({ look }) => {
    const options = { ...look.probeOptions[probeId], [name]: value };
    return { look: { ...look, probeOptions: { ...look.probeOptions, [probeId]: options } } };
  });
}

/** The run's guesses for the whole test set, unless those of its step are there. */
export function askTestSet(runId: string): void {
  const run = findRun(runId);
  const held = getLab().look.testSets[runId];
  if (!run || (held?.step === run.step && held.predictions)) return;
  patchTestSet(runId, { step: run.step, isAsking: true, reason: null });
  askNewest(runId);
}

const askNewest = createNewestWins<string>(async (runId) => {
  const run = findRun(runId);
  if (!run) return;
  const view = await askWeights((client) => client.predictTestSet(runId, run.spec)).then(
    (answer) => answer ?? { labels: null, predictions: null },
    (error: unknown) => ({ labels: null, predictions: null, reason: explain(error) }),
  );
  if (findRun(runId)) patchTestSet(runId, { ...view, step: run.step, isAsking: false });
});

function patchTestSet(runId: string, patch: Partial<TestSetView>): void {
  setLab(({ look }) => {
    const empty = { step: 0, isAsking: false, labels: null, predictions: null, reason: null };
    const before = look.testSets[runId] ?? empty;
    return { look: { ...look, testSets: { ...look.testSets, [runId]: { ...before, ...patch } } } };
  });
}

/** Forgets what was found in a run. */
export function dropFindings(runId: string): void {
  const isOthers = ([key]: readonly [string, unknown]) => !key.endsWith(runId);
  setLab(({ look }) => ({
    look: {
      ...look,
      probes: Object.fromEntries(Object.entries(look.probes).filter(isOthers)),
      testSets: Object.fromEntries(Object.entries(look.testSets).filter(isOthers)),
    },
  }));
}

/** A probe of some runs, asked while it is looked at: when the image, the options or the weights change. */
import { useEffect, useMemo } from 'react';
import type { OptionRecord, OptionSchema } from '../../core/options.ts';
import { useLab, type RunRecord } from '../../store/lab.ts';
import { askProbe, probeKey, type ProbeView } from '../../store/probes.ts';
import { useSlowly } from '../parts/useSlowly.ts';
import { FRESH_AFTER_MS, newsOf } from './useAnswers.ts';

/** While a run trains its weights are not looked into more often than this. */
const WHILE_TRAINING_MS = 4000;
/** A slider or a brush that moves gets an answer when it rests this long, or now and then. */
const WHILE_MOVING_MS = 250;

const noOptions: OptionRecord = {};

export interface ProbeSystem {
  readonly id: string;
  readonly options: OptionSchema;
}

/** @returns the options that are set, and by run id what is known so far */
export function useProbe(
  probe: ProbeSystem,
  runs: readonly RunRecord[],
  image: Float32Array | null,
): { options: OptionRecord; views: Readonly<Record<string, ProbeView | undefined>> } {
  const isTraining = runs.some(({ status }) => status === 'training');
  const news = useSlowly(newsOf(runs), isTraining ? WHILE_TRAINING_MS : 0);
  const shown = useSlowly(image, WHILE_MOVING_MS);
  const length = image?.length;
  const ids = runs.map(({ id }) => id).join(' ');
  const options = useLab(({ look }) => look.probeOptions[probe.id]) ?? noOptions;

  useEffect(() => {
    // Another dataset came: its image follows in a moment.
    if (!shown || !ids || shown.length !== length) return;
    const choice = { id: probe.id, options };
    const question = { probe: choice, runIds: ids.split(' '), image: shown };
    askProbe(question);
    // The weights it answered with may be those of a moment ago.
    const later = setTimeout(() => askProbe({ ...question, isAgain: true }), FRESH_AFTER_MS);
    return () => clearTimeout(later);
  }, [probe.id, options, ids, shown, length, news]);

  const held = useLab(({ look }) => look.probes);
  const views = useMemo(
    () => Object.fromEntries(ids.split(' ').map((id) => [id, held[probeKey(probe.id, id)]])),
    [held, ids, probe.id],
  );
  return { options, views };
}

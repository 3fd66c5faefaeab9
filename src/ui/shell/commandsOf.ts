/** Every command that is possible now: the fixed ones, and one for each system, run and comparison. */
import { architectures } from '../../architectures/index.ts';
import { datasets } from '../../datasets/index.ts';
import { encodings } from '../../encodings/index.ts';
import { comparisons, showComparison } from '../../store/comparisons.ts';
import {
  chooseArchitecture,
  chooseDataset,
  chooseEncoding,
  chooseOptimiser,
  chooseSchedule,
  chooseStopping,
} from '../../store/draft.ts';
import { showDataset } from '../../store/dataPage.ts';
import { currentRun, type BackendChoice, type LabState } from '../../store/lab.ts';
import { optimisers, schedules, stoppingRules } from '../../store/lists.ts';
import { exportResults } from '../../store/results.ts';
import { deleteRun, restoreSettings, selectRun, toggleInChart } from '../../store/runList.ts';
import { chooseTheme } from '../../store/start.ts';
import { chooseLookTab, lookTabs } from '../../store/subject.ts';
import { chooseBackend } from '../../store/training.ts';
import { saveWeights } from '../../store/weights.ts';
import { backendNames } from './backendNames.ts';
import { fixedCommands, type Command } from './commands.ts';

interface Choice {
  readonly id: string;
  readonly label: string;
}

/** A command for each of a list: `Dataset: Typefaces`. */
function choicesOf<Each extends Choice>(
  kind: {
    readonly id: string;
    readonly label: string;
    readonly group: string;
    readonly words?: string;
  },
  list: readonly Each[],
  choose: (id: Each['id']) => unknown,
): Command[] {
  return list.map(({ id, label }) => ({
    ...kind,
    id: `${kind.id}/${id}`,
    label: `${kind.label}: ${label}`,
    act: () => choose(id),
  }));
}

/** `first-layer` is called First layer. */
const lookNames = lookTabs.map((id) => {
  return { id, label: `${id[0]!.toUpperCase()}${id.slice(1).replaceAll('-', ' ')}` };
});

const themes = [
  { id: 'system', label: 'as the system' },
  { id: 'light', label: 'light' },
  { id: 'dark', label: 'dark' },
] as const;

/** One for each system, so that a new one is here as soon as it is in its list. */
const chosenCommands: readonly Command[] = [
  ...choicesOf(
    { id: 'architecture', label: 'Architecture', group: 'Set-up', words: 'model network' },
    architectures,
    chooseArchitecture,
  ),
  ...choicesOf(
    { id: 'optimiser', label: 'Optimiser', group: 'Set-up' },
    optimisers,
    chooseOptimiser,
  ),
  ...choicesOf(
    { id: 'schedule', label: 'Schedule', group: 'Set-up', words: 'learning rate' },
    schedules,
    chooseSchedule,
  ),
  ...choicesOf(
    { id: 'stopping', label: 'Stopping', group: 'Set-up', words: 'early end' },
    stoppingRules,
    chooseStopping,
  ),
  ...comparisons.map(({ id, title, question }): Command => ({
    id: `comparison/${id}`,
    label: `Compare: ${title}`,
    group: 'Comparisons',
    words: question,
    act: () => showComparison(id),
  })),
  ...choicesOf(
    { id: 'look', label: 'Look', group: 'Look', words: 'tab' },
    lookNames,
    chooseLookTab,
  ),
  ...choicesOf(
    { id: 'theme', label: 'Theme', group: 'Page', words: 'colours' },
    themes,
    chooseTheme,
  ),
  ...choicesOf<Choice & { id: BackendChoice }>(
    { id: 'backend', label: 'Backend', group: 'Page', words: 'gpu engine' },
    backendNames,
    chooseBackend,
  ),
];

/** What depends on what is there. */
function stateCommands({ runs, storedDatasets, draft }: LabState): Command[] {
  const known = [...datasets, ...storedDatasets];
  return [
    ...choicesOf(
      { id: 'dataset', label: 'Dataset', group: 'Set-up', words: 'images data' },
      known,
      chooseDataset,
    ),
    ...choicesOf(
      { id: 'data', label: 'Look at images', group: 'Data', words: 'browse dataset' },
      known,
      showDataset,
    ),
    ...(draft.encoding
      ? choicesOf(
          { id: 'encoding', label: 'Encoding', group: 'Set-up', words: 'position features' },
          encodings,
          chooseEncoding,
        )
      : []),
    ...runs.toReversed().map(({ id, name }): Command => ({
      id: `run/${id}`,
      label: `Select ${name}`,
      group: 'Runs',
      words: 'show run',
      act: () => selectRun(id),
    })),
  ];
}

/** What can be done with the run that is looked at. */
function currentCommands(state: LabState): Command[] {
  const run = currentRun(state);
  if (!run) return [];
  const { id, name } = run;
  const isHidden = state.hiddenIds.includes(id);
  return [
    {
      id: 'current/settings',
      label: `Restore settings of ${name}`,
      group: 'Runs',
      act: () => restoreSettings(id),
    },
    {
      id: 'current/save',
      label: `Save results of ${name}`,
      group: 'Runs',
      words: 'export download',
      act: () => exportResults([id]),
    },
    {
      id: 'current/weights',
      label: `Save weights of ${name}`,
      group: 'Runs',
      words: 'export download safetensors',
      isPossible: () => run.step > 0 && !run.imported,
      act: () => saveWeights(id),
    },
    {
      id: 'current/hide',
      label: `${isHidden ? 'Show' : 'Hide'} ${name} in the chart`,
      group: 'Runs',
      act: () => toggleInChart(id),
    },
    {
      id: 'current/delete',
      label: `Delete ${name}`,
      group: 'Runs',
      words: 'remove',
      act: () => deleteRun(id),
    },
  ];
}

/** Everything that can be done now. */
export function commandsOf(state: LabState): Command[] {
  const all = [
    ...fixedCommands,
    ...currentCommands(state),
    ...stateCommands(state),
    ...chosenCommands,
  ];
  return all.filter(({ isPossible }) => isPossible?.(state) ?? true);
}

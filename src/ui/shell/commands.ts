/**
 * What a person can do in the lab, as one list. The palette shows it, the keys are taken from it,
 * and the help lists those keys: one entry here adds an action to all three. Choices among systems,
 * runs and comparisons follow from their own lists, in commandsOf.ts.
 */
import { showBench } from '../../store/comparisons.ts';
import { showData } from '../../store/dataPage.ts';
import { resetDraft } from '../../store/draft.ts';
import { currentRun, runBarView, type LabState } from '../../store/lab.ts';
import { pressMainButton, pressStep } from '../../store/mainButton.ts';
import { exportResults } from '../../store/results.ts';
import { settingsChanged, stepTarget } from '../../store/runBar.ts';
import { openRobustness, resetViewing } from '../../store/robustness.ts';
import { measureCurve } from '../../store/robustnessCurves.ts';
import { exportRobustness, hasFigures } from '../../store/robustnessExport.ts';
import { showStudies } from '../../store/studies.ts';
import { showTestImages } from '../../store/subject.ts';
import { canResumeAll, reset, restart, resumeAll, train } from '../../store/training.ts';
import { warpBy } from '../../store/warp.ts';
import { startHubImport, startWebcam } from '../../store/importing.ts';
import { chooseFiles, chooseFolder } from './chooseFiles.ts';
import { openOverlay } from './overlay.ts';

/** `Mod` is Cmd on Apple's keyboards and Ctrl elsewhere. */
export type Key = 'Space' | '.' | '?' | 'Mod+K';

export interface Command {
  /** Stored among the recent ones: never renamed. */
  readonly id: string;
  readonly label: string;
  /** Where it belongs, as the page calls it. */
  readonly group: string;
  /** Further words that find it. */
  readonly words?: string;
  readonly key?: Key;
  /** Without it: always. */
  readonly isPossible?: (state: LabState) => boolean;
  readonly act: () => unknown;
}

/** Where training cannot be seen, no key begins or ends it. */
const isFree = ({ starting, active, view }: LabState) =>
  !['data', 'robustness', 'studies'].includes(view.kind) && !starting && !active?.pausing;
const canStep = (state: LabState) =>
  isFree(state) && state.view.kind !== 'comparison' && stepTarget(runBarView(state)) !== undefined;
const hasRuns = ({ runs }: LabState) => runs.length > 0;
const hasCurrent = (state: LabState) => currentRun(state) !== null;
const isBent = ({ view, robustness: { viewing } }: LabState) =>
  view.kind === 'robustness' && (viewing.changes.length > 0 || viewing.sensor !== null);
const isElsewhere = ({ view }: LabState) => view.kind !== 'bench';

/** What is always there, in the order in which an empty palette lists it. */
export const fixedCommands: readonly Command[] = [
  {
    id: 'main',
    label: 'Train, pause, resume',
    group: 'Training',
    key: 'Space',
    words: 'start stop run',
    isPossible: isFree,
    act: pressMainButton,
  },
  {
    id: 'step',
    label: 'One step',
    group: 'Training',
    key: '.',
    isPossible: canStep,
    act: pressStep,
  },
  {
    id: 'queue',
    label: 'Queue this set-up',
    group: 'Training',
    words: 'train next later',
    isPossible: ({ active, view }) => active !== null && view.kind === 'bench',
    act: train,
  },
  {
    id: 'resume-all',
    label: 'Resume all paused runs',
    group: 'Training',
    words: 'queue',
    isPossible: canResumeAll,
    act: resumeAll,
  },
  {
    id: 'restart',
    label: 'Restart with these settings',
    group: 'Training',
    isPossible: (state) => settingsChanged(runBarView(state)),
    act: restart,
  },
  {
    id: 'reset',
    label: 'Reset the run',
    group: 'Training',
    words: 'discard begin again',
    isPossible: hasCurrent,
    act: reset,
  },
  {
    id: 'bench',
    label: 'Back to the set-up',
    group: 'Classify',
    words: 'close comparison',
    isPossible: isElsewhere,
    act: showBench,
  },
  {
    id: 'data',
    label: 'Data page',
    group: 'Data',
    words: 'datasets images browse download import',
    isPossible: ({ view }) => view.kind !== 'data',
    act: () => showData(),
  },
  {
    id: 'robustness',
    label: 'Robustness page',
    group: 'Robustness',
    words: 'bend turn noise lens sensor corruptions',
    isPossible: ({ view }) => view.kind !== 'robustness',
    act: openRobustness,
  },
  {
    id: 'robustness/reset',
    label: 'Images as they are',
    group: 'Robustness',
    words: 'reset changes sensor',
    isPossible: isBent,
    act: resetViewing,
  },
  {
    id: 'robustness/mnist-c',
    label: 'Measure the corruptions of MNIST-C',
    group: 'Robustness',
    words: 'mean corruption error mce',
    isPossible: ({ view }) => view.kind === 'robustness',
    act: () => measureCurve({ kind: 'suite', id: 'mnist-c' }),
  },
  {
    id: 'robustness/export',
    label: 'Export robustness figures',
    group: 'Robustness',
    words: 'save download json',
    isPossible: hasFigures,
    act: () => exportRobustness('json'),
  },
  {
    id: 'studies',
    label: 'Studies page',
    group: 'Studies',
    words: 'seeds significance plan queue results sample efficiency',
    isPossible: ({ view }) => view.kind !== 'studies',
    act: showStudies,
  },
  {
    id: 'defaults',
    label: 'Default settings',
    group: 'Set-up',
    words: 'reset clear options',
    act: resetDraft,
  },
  {
    id: 'export',
    label: 'Export results',
    group: 'Files',
    words: 'save download json runs',
    isPossible: hasRuns,
    act: () => exportResults(),
  },
  {
    id: 'import',
    label: 'Import files …',
    group: 'Files',
    words: 'open load results images dataset idx picture zip parquet',
    act: chooseFiles,
  },
  {
    id: 'import-folder',
    label: 'Import a folder …',
    group: 'Files',
    words: 'open load images dataset classes pictures',
    act: chooseFolder,
  },
  {
    id: 'import-hub',
    label: 'Import from the Hugging Face Hub …',
    group: 'Files',
    words: 'download dataset',
    act: startHubImport,
  },
  {
    id: 'import-webcam',
    label: 'Take pictures with the webcam …',
    group: 'Files',
    words: 'import camera dataset classes',
    act: startWebcam,
  },
  {
    id: 'share',
    label: 'Share by link',
    group: 'Files',
    words: 'copy address url',
    act: () => openOverlay('share'),
  },
  {
    id: 'test-images',
    label: 'Look at test images',
    group: 'Look',
    words: 'subject',
    act: showTestImages,
  },
  {
    id: 'unbend',
    label: 'Undo all warps',
    group: 'Look',
    words: 'bend straight original',
    isPossible: ({ warp }) => warp.choices.length > 0,
    act: () => warpBy([]),
  },
  {
    id: 'commands',
    label: 'All commands',
    group: 'Help',
    key: 'Mod+K',
    words: 'palette search',
    act: () => openOverlay('palette'),
  },
  {
    id: 'help',
    label: 'Help and keys',
    group: 'Help',
    key: '?',
    words: 'about shortcuts',
    act: () => openOverlay('help'),
  },
  {
    id: 'tour',
    label: 'Take the tour',
    group: 'Help',
    words: 'introduction guide tutorial',
    act: () => openOverlay('tour'),
  },
];

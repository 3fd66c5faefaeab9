/** The set-up that is being composed: kept in the settings and in the link. */
import { defaultsOf, type OptionRecord, type OptionValue } from '../core/options.ts';
import type { SystemChoice } from '../core/system.ts';
import { findArchitecture } from '../architectures/index.ts';
import { findDataset } from '../datasets/index.ts';
import { findEncoding } from '../encodings/index.ts';
import { writeSetting } from '../storage/settings.ts';
import type { RunSpec } from '../training/spec.ts';
import { createDefaultSpec, readSpec } from '../training/specs.ts';
import { writeAddress } from './address.ts';
import { loadCard } from './datasetCards.ts';
import { getLab, setLab } from './lab.ts';
import { findOptimiser, findSchedule, findStoppingRule } from './lists.ts';
import { showUnkept } from './unkept.ts';
import { dropIfAnother } from './warp.ts';

export type SystemKind =
  'dataset' | 'architecture' | 'encoding' | 'optimiser' | 'schedule' | 'stopping';

const finders = {
  dataset: findDataset,
  architecture: findArchitecture,
  encoding: findEncoding,
  optimiser: findOptimiser,
  schedule: findSchedule,
  stopping: findStoppingRule,
};

const SAVE_AFTER_MS = 400;
let saving: ReturnType<typeof setTimeout> | undefined;

/** Changes fields of the draft. Nothing that runs is touched. */
export function editSpec(patch: Partial<RunSpec>): void {
  dropIfAnother(() => setLab(({ draft }) => ({ draft: { ...draft, ...patch } })));
  void loadDraftCard();
  clearTimeout(saving);
  saving = setTimeout(saveDraft, SAVE_AFTER_MS);
}

export const chooseDataset = (id: string) => chooseSystem('dataset', id);
export const chooseArchitecture = (id: string) => chooseSystem('architecture', id);
export const chooseEncoding = (id: string) => chooseSystem('encoding', id);
export const chooseOptimiser = (id: string) => chooseSystem('optimiser', id);
export const chooseSchedule = (id: string) => chooseSystem('schedule', id);

/** A rule that goes by validation gets images to do so, where there are none. */
export function chooseStopping(id: string): void {
  chooseSystem('stopping', id);
  const { trainingImages, validationImages } = getLab().draft;
  if (!findStoppingRule(id).needsValidation || validationImages > 0) return;
  editSpec({ validationImages: Math.min(SLICE, trainingImages) });
}

/** Images that say whether a loss has fallen well enough, and cost little at every point. */
const SLICE = 500;

/** Chooses a system; its options are those it had when it was last chosen, else its defaults. */
function chooseSystem(kind: SystemKind, id: string): void {
  const { draft, putAside } = getLab();
  const before = draft[kind];
  if (before) setLab({ putAside: { ...putAside, [`${kind}/${before.id}`]: before.options } });
  const choice = { id, options: getLab().putAside[`${kind}/${id}`] ?? defaultOptions(kind, id) };
  if (kind === 'architecture') editSpec({ architecture: choice, encoding: encodingFor(id) });
  else editSpec({ [kind]: choice });
}

/** Sets one option of a chosen system. */
export function setOption(kind: SystemKind, name: string, value: OptionValue): void {
  const choice = getLab().draft[kind];
  if (choice) editSpec({ [kind]: { ...choice, options: { ...choice.options, [name]: value } } });
}

/** An architecture without encoding puts the chosen one aside; the next that uses one takes it up. */
function encodingFor(architectureId: string): SystemChoice | null {
  const { draft, encodingPutAside } = getLab();
  const held = draft.encoding ?? encodingPutAside ?? createDefaultSpec().encoding;
  setLab({ encodingPutAside: held });
  return findArchitecture(architectureId).usesEncoding ? held : null;
}

function defaultOptions(kind: SystemKind, id: string): OptionRecord {
  const standard = createDefaultSpec()[kind];
  const own = defaultsOf(finders[kind](id).options) as OptionRecord;
  return id === standard?.id ? { ...own, ...standard.options } : own;
}

/** Takes a whole spec as the draft, as it is. */
export function takeSpec(spec: RunSpec): void {
  if (spec.encoding) setLab({ encodingPutAside: spec.encoding });
  editSpec(spec);
}

export function resetDraft(): void {
  takeSpec(createDefaultSpec());
}

export function loadDraftCard() {
  const { dataset, seed } = getLab().draft;
  return loadCard(dataset, seed);
}

/** Saves at once what would be saved a moment later. */
export function keepDraft(): void {
  if (saving !== undefined) saveDraft();
}

function saveDraft(): void {
  clearTimeout(saving);
  saving = undefined;
  const { draft } = getLab();
  let spec: RunSpec;
  try {
    spec = readSpec(draft, 'the set-up');
  } catch {
    return; // Half typed: the last whole one stays.
  }
  writeSetting('draft', spec).catch(showUnkept);
  writeAddress();
}

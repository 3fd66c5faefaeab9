/**
 * The Robustness page: what is done to the images. Everything here changes the viewing only; what
 * follows from it (pictures, answers, figures) is asked by the files beside this one.
 */
import { defaultsOf, type OptionRecord, type OptionValue } from '../core/options.ts';
import type { SystemChoice } from '../core/system.ts';
import { findSensor } from '../sensors/index.ts';
import { MOST_CHANGES } from '../training/augmentation.ts';
import { plainViewing, readViewing, type RangedChoice, type Viewing } from '../training/viewing.ts';
import { findTransform } from '../transforms/index.ts';
import { writeAddress } from './address.ts';
import { getLab, setLab } from './lab.ts';
import { showError } from './notices.ts';

export { MOST_CHANGES } from '../training/augmentation.ts';
export type { RangedChoice, Viewing } from '../training/viewing.ts';
export type { RobustnessView } from './robustnessView.ts';

export function openRobustness(): void {
  if (getLab().view.kind === 'robustness') return;
  setLab({ view: { kind: 'robustness' } });
  writeAddress('push');
}

/** What a link asks for. */
export function openViewing(viewing: Viewing): void {
  setLab(({ robustness }) => ({
    view: { kind: 'robustness' },
    robustness: { ...robustness, viewing, assumed: null },
  }));
}

/** Changes part of the viewing, where the whole of it stays legal; else says why not. */
export function changeViewing(change: Partial<Omit<Viewing, 'assumed'>>): void {
  try {
    const viewing = readViewing({ ...getLab().robustness.viewing, ...change });
    // An estimate is of the geometry that it was made of.
    const isMoved = 'changes' in change || 'sensor' in change;
    setLab(({ robustness }) => ({
      robustness: { ...robustness, viewing, assumed: isMoved ? null : robustness.assumed },
    }));
  } catch (error) {
    showError(error);
  }
}

export const setTold = (told: boolean): void => changeViewing({ told });
export const setWeighted = (weighted: boolean): void => changeViewing({ weighted });
export const setSeed = (seed: number): void => changeViewing({ seed });

/** The images as they are, read by the grid they were learnt on. */
export const resetViewing = (): void => changeViewing(plainViewing);

/** Adds a transform at the end of the chain, at a setting that shows what it does. */
export function addChange(id: string): void {
  const { changes } = getLab().robustness.viewing;
  if (changes.length >= MOST_CHANGES) return;
  changeViewing({ changes: [...changes, { id, options: findTransform(id).example }] });
}

/** Sets options of the change at that place of the chain; a range of one that is set ends. */
export function setChange(place: number, options: OptionRecord): void {
  editChange(place, ({ id, options: before, to = {} }) => {
    const ranges = Object.entries(to).filter(([name]) => !(name in options));
    return { id, options: { ...before, ...options }, to: Object.fromEntries(ranges) };
  });
}

/** Each image draws this option for itself, evenly between the two ends. */
export function setChangeRange(place: number, name: string, from: number, to: number): void {
  editChange(place, (change) => ({
    id: change.id,
    options: { ...change.options, [name]: from },
    to: { ...change.to, [name]: to },
  }));
}

/** Where it changes nothing; it keeps its place. */
export function resetChange(place: number): void {
  editChange(place, ({ id }) => ({ id, options: defaultsOf(findTransform(id).options) }));
}

export function removeChange(place: number): void {
  const { changes } = getLab().robustness.viewing;
  changeViewing({ changes: changes.filter((_, each) => each !== place) });
}

/** @param to its place afterwards; the ones between move up or down */
export function moveChange(from: number, to: number): void {
  const { changes } = getLab().robustness.viewing;
  const moved = changes[from];
  if (!moved || from === to || to < 0 || to >= changes.length) return;
  changeViewing({ changes: changes.toSpliced(from, 1).toSpliced(to, 0, moved) });
}

function editChange(place: number, edit: (change: RangedChoice) => RangedChoice): void {
  const { changes } = getLab().robustness.viewing;
  const change = changes[place];
  if (change) changeViewing({ changes: changes.with(place, edit(change)) });
}

/** Where each sensor was left, so that coming back finds it. Not state: nothing here is shown. */
const sensorsLeft = new Map<string, SystemChoice>();

/** @param id null: the grid that models were trained on */
export function chooseSensor(id: string | null): void {
  const { sensor } = getLab().robustness.viewing;
  if (sensor) sensorsLeft.set(sensor.id, sensor);
  if (id === null) return changeViewing({ sensor: null });
  changeViewing({ sensor: sensorsLeft.get(id) ?? { id, options: findSensor(id).example } });
}

export function setSensorOption(name: string, value: OptionValue): void {
  const { sensor } = getLab().robustness.viewing;
  if (!sensor) return;
  changeViewing({ sensor: { id: sensor.id, options: { ...sensor.options, [name]: value } } });
}

/** Back to straightening by the truth, or not at all. */
export const dropAssumed = (): void =>
  setLab(({ robustness }) => ({ robustness: { ...robustness, assumed: null } }));

/** @param threshold accuracy in [0, 1] under which a run counts as broken */
export const setThreshold = (threshold: number): void =>
  setLab(({ robustness }) => ({
    robustness: { ...robustness, threshold: Math.min(1, Math.max(0, threshold)) },
  }));

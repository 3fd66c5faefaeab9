/**
 * A viewing as a link to the Robustness page, of which only what is not plain is said:
 *   #page=robustness&changes=rotation.angle:30,noise.deviation:0.2&sensor=fish-eye.fieldOfView:150&told=true
 *
 * A link comes from anywhere: each change that this lab knows and allows is taken, everything else is
 * named and left out.
 */
import { LabError } from '../core/errors.ts';
import { MOST_CHANGES } from '../training/augmentation.ts';
import { readChain, readSensor, writeChain, writeSensor } from '../training/chainText.ts';
import { plainViewing, type RangedChoice, type Viewing } from '../training/viewing.ts';
import { readable } from './link.ts';

export function viewingLink({ changes, sensor, told, weighted, seed }: Viewing): string {
  return readable(
    new URLSearchParams({
      page: 'robustness',
      ...(changes.length > 0 && { changes: writeChain(changes) }),
      ...(sensor && { sensor: writeSensor(sensor) }),
      ...(told !== plainViewing.told && { told: String(told) }),
      ...(weighted !== plainViewing.weighted && { weighted: String(weighted) }),
      ...(seed !== plainViewing.seed && { seed: String(seed) }),
    }),
  );
}

export interface ViewingReading {
  /** Legal throughout. */
  readonly viewing: Viewing;
  /** What the link asks for and does not get, each in a few words. */
  readonly faults: readonly string[];
}

/** Words of a link; more are none of ours. */
const MOST_WORDS = 20;
const MOST_SHOWN = 40;

/** The viewing that a link shows; undefined where it asks for another page. */
export function viewingOfLink(link: string): ViewingReading | undefined {
  const words = new Map([...new URLSearchParams(link.replace(/^#/, ''))].slice(0, MOST_WORDS));
  if (words.get('page') !== 'robustness') return undefined;
  words.delete('page');
  const faults: string[] = [];
  const take = <Value>(word: string, standard: Value, read: (text: string) => Value): Value => {
    const text = words.get(word);
    words.delete(word);
    if (text === undefined) return standard;
    try {
      return read(text);
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      faults.push(error.parts.found);
      return standard;
    }
  };
  const changes = take('changes', plainViewing.changes, (text) => readChanges(text, faults));
  const sensor = take('sensor', plainViewing.sensor, readOneSensor);
  const told = take('told', plainViewing.told, (text) => readSwitch('told', text));
  const weighted = take('weighted', plainViewing.weighted, (text) => readSwitch('weighted', text));
  const seed = take('seed', plainViewing.seed, readSeed);
  for (const word of words.keys()) faults.push(`“${short(word)}”`);
  return { viewing: { changes, sensor, told, weighted, seed }, faults };
}

/** Each for itself: one that is illegal does not take the others with it. */
function readChanges(text: string, faults: string[]): RangedChoice[] {
  if (text === '') return [];
  const words = text.split(',');
  if (words.length > MOST_CHANGES) faults.push(`${words.length} changes`);
  return words.slice(0, MOST_CHANGES).flatMap((word) => {
    try {
      return word === '' ? readChain(',') : readChain(word);
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      faults.push(error.parts.found);
      return [];
    }
  });
}

function readOneSensor(text: string): Viewing['sensor'] {
  const { id, options, to } = readSensor(text);
  if (to) throw misread(`a range in the sensor “${short(text)}”`, 'one value for each option');
  return { id, options };
}

function readSwitch(word: string, text: string): boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  throw misread(`${word} = “${short(text)}”`, 'true or false');
}

const LARGEST_SEED = 2 ** 31 - 1;

function readSeed(text: string): number {
  if (/^\d{1,10}$/.test(text) && Number(text) <= LARGEST_SEED) return Number(text);
  throw misread(`seed = “${short(text)}”`, `a whole number from 0 to ${LARGEST_SEED}`);
}

const misread = (found: string, expected: string): LabError =>
  new LabError('viewing-link', { found, expected, fix: 'correct that word' });

const short = (text: string): string =>
  text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;

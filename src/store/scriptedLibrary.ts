/** A library for tests that answers from twelve little images: nothing is read, stored or fetched. */
import type { SystemChoice } from '../core/system.ts';
import type { DatasetDescription, Place } from '../datasets/analysis/description.ts';
import type { LibraryClient } from '../library/client.ts';
import type { Report } from '../library/library.ts';

const train = Uint8Array.from({ length: 9 }, (_, index) => index % 3);
const test = Uint8Array.from([2, 0, 1]);

export const scriptedDescription: DatasetDescription = {
  ...{ height: 1, width: 2, channels: 1 },
  classNames: ['cat', 'dog', 'owl'],
  labels: { train, test },
  trainCounts: [3, 3, 3],
  testCounts: [1, 1, 1],
  meanImage: new Uint8Array(2),
  classMeans: new Uint8Array(6),
  histogram: new Float64Array(256),
  ...{ mean: 0.5, deviation: 0.25, constantImages: 0 },
  ...{ duplicates: [], leakedTestImages: 0, contradictions: 0 },
};

/** Of image 7: its number, and whether it is a test image. */
export const scriptedImage = ({ part, index }: Place): number[] => [index, Number(part === 'test')];

export interface ScriptedLibrary extends LibraryClient {
  /** What was asked of it, in order: `describe typefaces`, `images train 0 1 2`. */
  readonly asked: string[];
  /** Whoever asks now waits until `goOn`. */
  hold(): void;
  goOn(): void;
  /** A report of the last description, also after its end. */
  reportLate(): void;
  /** The next call is answered by this. */
  failNext(error: Error): void;
}

export function createScriptedLibrary(): ScriptedLibrary {
  const asked: string[] = [];
  let free: Promise<void> = Promise.resolve();
  let goOn = () => {};
  let failure: Error | undefined;
  let late: Report = () => {};

  async function answer<T>(question: string, value: T): Promise<T> {
    asked.push(question);
    await free;
    const error = failure;
    failure = undefined;
    if (error) throw error;
    return value;
  }
  const never = async (): Promise<never> => {
    throw new Error('the scripted library only describes');
  };
  return {
    asked,
    hold: () => void (free = new Promise((resolve) => (goOn = resolve))),
    goOn: () => goOn(),
    reportLate: () => late({ what: 'Looking at images', done: 9, of: 12, unit: 'images' }),
    failNext: (error) => void (failure = error),
    preview: never,
    accept: never,
    discard: async () => {},
    download: never,
    cancelDownload: async () => {},
    lookUpHub: never,
    describe: ({ id }: SystemChoice, report) => {
      late = report;
      return answer(`describe ${id}`, scriptedDescription);
    },
    images: (_, places) =>
      answer(
        `images ${places[0]?.part} ${places.map(({ index }) => index).join(' ')}`,
        Uint8Array.from(places.flatMap(scriptedImage)),
      ),
    neighbours: (_, { part, index }, count) =>
      answer(
        `neighbours ${part} ${index}`,
        [{ part: 'test' as const, index: 2, label: 1, distance: 0.1 }].slice(0, count),
      ),
    dispose: () => {},
  };
}

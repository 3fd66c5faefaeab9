/** Reading a plan's other looks at the test images. */
import { readOptions, type OptionRecord } from '../../core/options.ts';
import type { SystemChoice } from '../../core/system.ts';
import { findSensor } from '../../sensors/index.ts';
import { findTransform } from '../../transforms/index.ts';
import { MOST_CHANGES } from '../../training/augmentation.ts';
import { readRanged, type RangedChoice } from '../../training/ranges.ts';
import { plainViewing, type Geometry, type Viewing } from '../../training/viewing.ts';
import { expectUnique, illegalPlan, readFields, readList, readNumber, readText } from './fields.ts';
import type { StudyView } from './plan.ts';

/** Each is one more evaluation of every run. */
const MOST_VIEWS = 200;

export function readViews(value: unknown): StudyView[] {
  const list = readList(value ?? [], 'views');
  if (list.length > MOST_VIEWS) throw illegalPlan(`${list.length} views`, `at most ${MOST_VIEWS}`);
  const views = list.map((each, place) => {
    const where = `views[${place}]`;
    const { label, viewing } = readFields(each, ['label', 'viewing'], where);
    return {
      label: readText(label, `label of ${where}`),
      viewing: readViewingFields(viewing, `viewing of ${where}`),
    };
  });
  expectUnique(
    views.map(({ label }) => label),
    'labels of views',
  );
  return views;
}

/** What is missing is as in the plain viewing. */
function readViewingFields(value: unknown, where: string): Viewing {
  const fields = readFields(value, [...Object.keys(plainViewing), 'assumed'], where);
  const { changes, sensor, told, weighted, seed, assumed } = { ...plainViewing, ...fields };
  return {
    ...readGeometry({ changes, sensor }, where),
    told: readSwitch(told, `told in ${where}`),
    weighted: readSwitch(weighted, `weighted in ${where}`),
    seed: readNumber(seed, { min: 0, max: 2 ** 32 - 1, whole: true }, `seed in ${where}`),
    ...(assumed !== undefined && { assumed: readAssumed(assumed, `assumed in ${where}`) }),
  };
}

function readSwitch(value: unknown, where: string): boolean {
  if (typeof value === 'boolean') return value;
  throw illegalPlan(`${JSON.stringify(value)} as ${where}`, 'true or false');
}

function readGeometry(
  { changes, sensor }: Readonly<Record<string, unknown>>,
  where: string,
): { changes: RangedChoice[]; sensor: SystemChoice | null } {
  const list = readList(changes ?? [], `changes in ${where}`);
  if (list.length > MOST_CHANGES) {
    throw illegalPlan(`${list.length} changes in ${where}`, `at most ${MOST_CHANGES}`);
  }
  return {
    changes: list.map((each, place) => {
      const choice = readRangedFields(each, `changes[${place}] in ${where}`);
      return readRanged(choice, findTransform(choice.id));
    }),
    sensor: sensor === null || sensor === undefined ? null : readSensor(sensor, where),
  };
}

function readSensor(value: unknown, where: string): SystemChoice {
  const { id, options } = readRangedFields(value, `sensor in ${where}`);
  const system = findSensor(id);
  return { id, options: readOptions(system.options, options, system.label) };
}

function readRangedFields(value: unknown, where: string): RangedChoice {
  const { id, options, to } = readFields(value, ['id', 'options', 'to'], where);
  return {
    id: readText(id, `id of ${where}`),
    options: readFieldsOfAnyName(options ?? {}, where),
    ...(to !== undefined && { to: readFieldsOfAnyName(to, where) }),
  };
}

function readFieldsOfAnyName(value: unknown, where: string): OptionRecord {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as OptionRecord;
  }
  throw illegalPlan(`options of ${where} that are no record`, 'a record of options');
}

/** What a model is told is drawn from nothing: it has no ranges. */
function readAssumed(value: unknown, where: string): Geometry {
  const { changes, sensor } = readGeometry(readFields(value, ['changes', 'sensor'], where), where);
  if (changes.some(({ to }) => to)) throw illegalPlan(`a range in ${where}`, 'one value for each');
  return { changes, sensor };
}

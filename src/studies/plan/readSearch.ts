/** Reading what tuning may turn: each range must lie in the option's own, in every arm that has it. */
import { faultOf, type OptionValue } from '../../core/options.ts';
import type { RunSpec } from '../../training/spec.ts';
import { expectUnique, illegalPlan, readFields, readList, readOneOf, readText } from './fields.ts';
import type { SearchRange } from './plan.ts';
import { isSpecPath, optionAt } from './specPath.ts';

/** More settings of one thing are a range. */
const MOST_VALUES = 1000;

export function readSearch(value: unknown, where: string): SearchRange[] {
  const ranges = readList(value ?? [], where).map((each, place) =>
    readRange(each, `${where}[${place}]`),
  );
  expectUnique(
    ranges.map(({ path }) => path),
    where,
  );
  return ranges;
}

function readRange(value: unknown, where: string): SearchRange {
  const fields = readFields(value, ['path', 'from', 'to', 'scale', 'values'], where);
  const path = readText(fields.path, `path of ${where}`);
  if (!isSpecPath(path)) {
    throw illegalPlan(
      `path "${path}" in ${where}`,
      'a number such as learningRate, or an option such as architecture.width',
    );
  }
  return fields.values === undefined
    ? readEnds(path, fields, where)
    : readValues(path, fields, where);
}

function readValues(
  path: string,
  fields: Readonly<Record<string, unknown>>,
  where: string,
): SearchRange {
  const extra = ['from', 'to', 'scale'].find((name) => fields[name] !== undefined);
  if (extra) throw illegalPlan(`values and ${extra} in ${where}`, 'values, or from, to and scale');
  const values = readList(fields.values, `values of ${where}`) as OptionValue[];
  if (values.length < 2 || values.length > MOST_VALUES) {
    throw illegalPlan(`${values.length} values in ${where}`, `2 to ${MOST_VALUES} of them`);
  }
  expectUnique(
    values.map((each) => JSON.stringify(each)),
    `values of ${where}`,
  );
  return { path, values };
}

function readEnds(
  path: string,
  { from, to, scale }: Readonly<Record<string, unknown>>,
  where: string,
): SearchRange {
  if (typeof from !== 'number' || typeof to !== 'number' || !(from < to)) {
    throw illegalPlan(
      `from ${JSON.stringify(from) ?? 'nothing'} to ${JSON.stringify(to) ?? 'nothing'} in ${where}`,
      'two numbers, the smaller first',
    );
  }
  const chosen = readOneOf(scale ?? 'linear', ['linear', 'log'] as const, `scale of ${where}`);
  if (chosen === 'log' && from <= 0) {
    throw illegalPlan(`from ${from} on a log scale in ${where}`, 'more than 0');
  }
  return { path, from, to, scale: chosen };
}

/** Throws where the range holds what may not stand in this spec. */
export function expectLegalRange(spec: RunSpec, range: SearchRange, where: string): void {
  const option = optionAt(spec, range.path);
  const isNumber = option.kind === 'number' || option.kind === 'integer';
  if (!('values' in range) && !isNumber) {
    throw illegalPlan(`a range of ${range.path} in ${where}`, 'values: it is no number');
  }
  // A whole number is rounded after it was drawn, so that the ends need not be whole.
  const values = 'values' in range ? range.values : [range.from, range.to];
  const checked =
    option.kind === 'integer' && !('values' in range)
      ? values.map((each) => Math.round(Number(each)))
      : values;
  for (const value of checked) {
    const fault = faultOf(option, value);
    if (!fault) continue;
    throw illegalPlan(
      `${option.label} = ${JSON.stringify(value)} in the search of ${where}`,
      fault.replace(/^expected /, ''),
    );
  }
}

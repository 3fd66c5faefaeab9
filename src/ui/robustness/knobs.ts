/** What a severity curve can be measured of: strengths of what is in the chain, then all others. */
import type { Viewing } from '../../store/robustness.ts';
import { curveKey, knobOf, knobsOf, optionOf, type Knob } from '../../store/robustnessCurves.ts';
import { sensors, findSensor } from '../../sensors/index.ts';
import { sensorGroups } from '../../sensors/sensor.ts';
import { findTransform, transforms } from '../../transforms/index.ts';
import { transformGroups } from '../../transforms/transform.ts';

export interface KnobChoice {
  /** The key of its curve. */
  readonly key: string;
  readonly label: string;
  readonly group: string;
  readonly knob: Knob;
}

/** The group of what is in the chain, and of the sensor. */
export const HERE = 'At this setting';

const choiceOf = (knob: Knob, group: string): KnobChoice => ({
  key: curveKey({ kind: 'severity', knob }),
  label: knobLabel(knob),
  group,
  knob,
});

/** `Rotation`, `Shift: Shift x`; a second one of its kind in the chain has its place behind it. */
function knobLabel(knob: Knob): string {
  const { kind, id, place } = knob;
  const { label } = kind === 'transform' ? findTransform(id) : findSensor(id);
  const option = optionOf(knob).label;
  const name = option === label ? label : `${label}: ${option}`;
  return place === undefined ? name : `${name} (change ${place + 1})`;
}

export function knobChoices({ changes, sensor }: Viewing): KnobChoice[] {
  const present = changes.flatMap(({ id }, place) => {
    const isFirst = changes.findIndex((each) => each.id === id) === place;
    return knobsOf('transform', id).map((knob) => (isFirst ? knob : { ...knob, place }));
  });
  const ofSensor = sensor ? knobsOf('sensor', sensor.id) : [];
  const here = [...present, ...ofSensor].map((knob) => choiceOf(knob, HERE));
  const isHere = ({ key }: KnobChoice) => here.some((each) => each.key === key);
  const others = transformGroups.flatMap(({ id, label }) =>
    transforms
      .filter(({ group }) => group === id)
      .map((each) => choiceOf(knobOf('transform', each.id), label)),
  );
  const sensing = sensorGroups.flatMap(({ id, label }) =>
    sensors
      .filter((each) => each.group === id && knobsOf('sensor', each.id).length > 0)
      .map((each) => choiceOf(knobOf('sensor', each.id), `Sensors: ${label.toLowerCase()}`)),
  );
  return [...here, ...[...others, ...sensing].filter((each) => !isHere(each))];
}

/** Where the knob stands now; null where what it turns is not at this setting. */
export function standingAt(viewing: Viewing, { kind, id, option, place }: Knob): number | null {
  const choice =
    kind === 'sensor'
      ? viewing.sensor?.id === id
        ? viewing.sensor
        : undefined
      : place === undefined
        ? viewing.changes.find((each) => each.id === id)
        : viewing.changes[place];
  const value = choice?.options[option];
  return typeof value === 'number' ? value : null;
}

/** What is done besides what the knob turns. */
export function withoutKnob(viewing: Viewing, { kind, id, place }: Knob): Viewing {
  if (kind === 'sensor') return { ...viewing, sensor: null };
  const turned = place ?? viewing.changes.findIndex((each) => each.id === id);
  return { ...viewing, changes: viewing.changes.filter((_, each) => each !== turned) };
}

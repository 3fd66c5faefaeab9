/** What looks at the images: no sensor but the grid they come in, or one with its options. */
import { matters } from '../../core/options.ts';
import { useLab } from '../../store/lab.ts';
import { chooseSensor, setSensorOption } from '../../store/robustness.ts';
import { findSensor, sensors } from '../../sensors/index.ts';
import { sensorGroups } from '../../sensors/sensor.ts';
import { SectionPicker } from '../options/Picker.tsx';
import { OptionControl } from '../parts/OptionControl.tsx';
import styles from './ChainPart.module.css';

const NONE = 'none';

const choices = [
  { value: NONE, label: 'None' },
  ...sensorGroups.flatMap((group) =>
    sensors
      .filter((sensor) => sensor.group === group.id)
      .map(({ id, label }) => ({ value: id, label, group: group.label })),
  ),
];

export function SensorPart() {
  const choice = useLab(({ robustness }) => robustness.viewing.sensor);
  const sensor = choice && findSensor(choice.id);
  return (
    <section className={styles.part} aria-label="Sensor">
      <SectionPicker
        label="Sensor"
        value={choice?.id ?? NONE}
        choices={choices}
        onChange={(id) => chooseSensor(id === NONE ? null : id)}
        note={sensor?.summary}
      />
      {sensor &&
        Object.entries(sensor.options)
          .filter(([name]) => matters(sensor.options, name, choice.options))
          .map(([name, option]) => (
            <OptionControl
              key={`${sensor.id}/${name}`}
              option={option}
              value={choice.options[name] ?? option.default}
              onChange={(value) => setSensorOption(name, value)}
            />
          ))}
    </section>
  );
}

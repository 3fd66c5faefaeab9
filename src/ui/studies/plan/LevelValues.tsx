/** The values of one place: numbers typed after each other, choices and switches ticked. */
import { useId, useState } from 'react';
import { faultOf, type OptionValue } from '../../../core/options.ts';
import { numbersOf, type Factor } from '../../../store/studyPlanEdits.ts';
import { levelValue, valueText, type TurnablePlace } from '../../../store/studyPlanning.ts';
import styles from './FactorsPart.module.css';
import part from './part.module.css';

export interface LevelValuesProps {
  readonly factor: Factor;
  readonly place: TurnablePlace;
  readonly onChange: (values: readonly OptionValue[]) => void;
}

export function LevelValues({ factor, place, onChange }: LevelValuesProps) {
  const { option, path } = place;
  const values = factor.levels.flatMap((level) => levelValue(level, path) ?? []);
  if (option.kind === 'choice' || option.kind === 'switch') {
    const all: readonly OptionValue[] =
      option.kind === 'switch' ? [false, true] : option.choices.map(({ value }) => value);
    return (
      <span className={styles.checks}>
        {all.map((value) => (
          <label key={String(value)}>
            <input
              type="checkbox"
              checked={values.includes(value)}
              disabled={values.length === 1 && values[0] === value}
              onChange={({ target }) =>
                onChange(
                  all.filter((each) => (each === value ? target.checked : values.includes(each))),
                )
              }
            />
            {valueText(option, value)}
          </label>
        ))}
      </span>
    );
  }
  return <NumberValues {...{ factor, place, values, onChange }} />;
}

function NumberValues(props: LevelValuesProps & { values: readonly OptionValue[] }) {
  const { factor, place, values, onChange } = props;
  const id = useId();
  /** What stands in the field while it is not the levels. */
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? values.join(', ');
  const fault = valuesFault(shown, place);
  function take(): void {
    if (typed !== null && !fault) onChange(numbersOf(typed)!);
    setTyped(null);
  }
  return (
    <span className={styles.values}>
      <input
        className={part.text}
        aria-label={`Levels of ${factor.label}`}
        aria-invalid={fault !== undefined}
        aria-describedby={`${id}-note`}
        inputMode="decimal"
        value={shown}
        onChange={({ target }) => setTyped(target.value)}
        onBlur={take}
        onKeyDown={({ key }) => {
          if (key === 'Enter' && !fault) take();
        }}
      />
      <span id={`${id}-note`} className={part.fault}>
        {fault}
      </span>
    </span>
  );
}

/** What is wrong with typed values, in words. */
function valuesFault(text: string, { option }: TurnablePlace): string | undefined {
  const numbers = numbersOf(text);
  if (!numbers) return 'Numbers with blanks between them: 30 100 300';
  const faulty = numbers.find((value) => faultOf(option, value) !== undefined);
  return faulty === undefined ? undefined : `${faulty}: ${faultOf(option, faulty)}`;
}

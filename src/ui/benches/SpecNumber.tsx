/** A number of the run itself: steps, batch size, seed, … */
import { editSpec } from '../../store/draft.ts';
import { useLab } from '../../store/lab.ts';
import { specNumbers } from '../../store/lists.ts';
import { countText } from '../../store/wording.ts';
import { NumberField } from '../options/NumberField.tsx';

export interface SpecNumberProps {
  readonly name: keyof typeof specNumbers;
  /** As many as there are. */
  readonly most?: number | undefined;
  readonly help?: string;
}

export function SpecNumber({ name, most, help }: SpecNumberProps) {
  const value = useLab(({ draft }) => draft[name]);
  const { label, min, max, whole } = specNumbers[name];
  const limit = most === undefined ? max : Math.min(most, max);
  return (
    <NumberField
      {...{ label, min, whole }}
      value={value}
      max={limit}
      help={most === undefined ? help : `Of ${countText(most)} that there are.`}
      onChange={(number) => editSpec({ [name]: number })}
    />
  );
}

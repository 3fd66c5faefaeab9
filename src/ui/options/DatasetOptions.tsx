/** How a dataset's images are prepared; classes are chosen by their names. */
import type { OptionValue } from '../../core/options.ts';
import type { SystemChoice } from '../../core/system.ts';
import { findDataset } from '../../datasets/index.ts';
import { namesOfOptions } from '../../datasets/preparation.ts';
import { useLab } from '../../store/lab.ts';
import { OptionForm } from './OptionForm.tsx';

export interface DatasetOptionsProps {
  readonly choice: SystemChoice;
  readonly onChange: (name: string, value: OptionValue) => void;
}

export function DatasetOptions({ choice: { id, options }, onChange }: DatasetOptionsProps) {
  const stored = useLab(({ storedDatasets }) => storedDatasets.find((each) => each.id === id));
  return (
    <OptionForm
      schema={findDataset(id).options}
      values={options}
      onChange={onChange}
      names={stored && namesOfOptions(stored.classNames)}
    />
  );
}

/** What is compared: a row for each arm, and the ways to add one. */
import { Copy, Pencil, Trash2 } from 'lucide-react';
import { useState, type CSSProperties } from 'react';
import { useLab, type RunSpec } from '../../../store/lab.ts';
import { differences } from '../../../store/lists.ts';
import {
  addArm,
  changedSpec,
  changesBetween,
  removeArm,
  renameArm,
  setArmChanges,
  type StudyArm,
} from '../../../store/studyPlanEdits.ts';
import { countText } from '../../../store/wording.ts';
import { runColour } from '../../parts/useColours.ts';
import controls from '../../shell/controls.module.css';
import { AddArm } from './AddArm.tsx';
import styles from './ArmsPart.module.css';
import part from './part.module.css';
import type { PlanPartProps } from './PlanEditor.tsx';
import { PlanPart } from './PlanPart.tsx';
import { ModelForm, TrainingForm } from './SpecForm.tsx';
import { useArmCounts } from './useArmCounts.ts';

export interface ArmsPartProps extends PlanPartProps {
  readonly title?: string;
  /** What is said while there is no arm. */
  readonly note?: string;
  /** Arms that the study has already: their colours are taken. */
  readonly before?: number;
}

const NONE = 'No arm yet. An arm is a model and how it is trained; two at least are compared.';

export function ArmsPart(props: ArmsPartProps) {
  const { plan, onChange, title = 'Compared', note = NONE, before = 0 } = props;
  /** The place of the arm whose form is open. */
  const [openAt, setOpenAt] = useState<number | null>(null);
  const counts = useArmCounts(plan);
  return (
    <PlanPart title={title}>
      {plan.arms.length === 0 && <p className={part.note}>{note}</p>}
      <ol className={styles.arms} aria-label="Arms">
        {plan.arms.map((arm, place) => (
          <ArmRow
            key={place}
            arm={arm}
            place={before + place}
            base={plan.base}
            parameters={counts[place]}
            isOpen={openAt === place}
            onOpen={(isOpen) => setOpenAt(isOpen ? place : null)}
            onRename={(label) => onChange(renameArm(plan, arm.label, label))}
            onSpec={(spec) =>
              onChange(setArmChanges(plan, arm.label, changesBetween(plan.base, spec)))
            }
            onCopy={() => onChange(addArm(plan, arm))}
            onRemove={() => {
              setOpenAt(null);
              onChange(removeArm(plan, arm.label));
            }}
          />
        ))}
      </ol>
      <AddArm plan={plan} onChange={onChange} />
    </PlanPart>
  );
}

interface ArmRowProps {
  readonly arm: StudyArm;
  readonly place: number;
  readonly base: RunSpec;
  readonly parameters: number | undefined;
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
  readonly onRename: (label: string) => void;
  readonly onSpec: (spec: RunSpec) => void;
  readonly onCopy: () => void;
  readonly onRemove: () => void;
}

function ArmRow(props: ArmRowProps) {
  const { arm, place, base, parameters, isOpen, onOpen, onRename, onSpec } = props;
  const spec = changedSpec(base, arm.changes);
  const tools = [
    { name: 'Edit', icon: Pencil, act: () => onOpen(!isOpen), isExpanded: isOpen },
    { name: 'Copy', icon: Copy, act: props.onCopy },
    { name: 'Remove', icon: Trash2, act: props.onRemove },
  ];
  return (
    <li
      className={styles.arm}
      aria-label={arm.label}
      style={{ '--colour': runColour(place) } as CSSProperties}
    >
      <span className={styles.dot} aria-hidden />
      <input
        key={arm.label}
        className={styles.label}
        aria-label={`Name of ${arm.label}`}
        defaultValue={arm.label}
        maxLength={60}
        onBlur={({ target }) => {
          onRename(target.value);
          target.value = arm.label; // a name that is taken is not taken over
        }}
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Enter') currentTarget.blur();
        }}
      />
      <span className={styles.parameters}>
        {parameters === undefined ? '' : `${countText(parameters)} parameters`}
      </span>
      <span className={styles.tools}>
        {tools.map(({ name, icon: Icon, act, isExpanded }) => (
          <button
            key={name}
            type="button"
            className={controls.icon}
            aria-label={`${name} ${arm.label}`}
            aria-expanded={isExpanded}
            title={name}
            onClick={act}
          >
            <Icon size={14} aria-hidden />
          </button>
        ))}
      </span>
      <p className={styles.differs}>{useDifferences(base, spec)}</p>
      {isOpen && (
        <div className={styles.form} role="group" aria-label={`Settings of ${arm.label}`}>
          <ModelForm spec={spec} onChange={onSpec} />
          <TrainingForm spec={spec} onChange={onSpec} />
        </div>
      )}
    </li>
  );
}

/** What the arm is and what else it changes: `Coordinet · Gaussian Fourier · learning rate 0.003`. */
function useDifferences(base: RunSpec, spec: RunSpec): string {
  useLab(({ storedDatasets }) => storedDatasets); // names of datasets come with them
  try {
    const found = differences(base, spec).map(({ label, b }) => `${label.toLowerCase()} ${b}`);
    return found.length > 0 ? found.join(' · ') : 'as shared by all';
  } catch {
    return 'half typed';
  }
}

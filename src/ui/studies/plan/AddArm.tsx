/** The ways to an arm: what is set up in Classify, a run that was trained, an architecture. */
import { Plus } from 'lucide-react';
import { architectures, findArchitecture } from '../../../architectures/index.ts';
import { useLab, type RunSpec } from '../../../store/lab.ts';
import { createDefaultSpec } from '../../../store/lists.ts';
import { addArm, changesBetween, type StudyPlan } from '../../../store/studyPlanEdits.ts';
import { percentText } from '../../../store/wording.ts';
import { PopoverMenu } from '../../robustness/PopoverMenu.tsx';
import styles from './AddArm.module.css';
import part from './part.module.css';
import type { PlanPartProps } from './PlanEditor.tsx';

/** What an arm may change; the rest is shared by all, and stays the plan's. */
function asArm(plan: StudyPlan, spec: RunSpec): RunSpec {
  const { dataset, trainingImages, validationImages, augmentation, task } = plan.base;
  return { ...spec, dataset, trainingImages, validationImages, augmentation, task };
}

/** How the base trains, with another model. */
function ofArchitecture(plan: StudyPlan, id: string): RunSpec {
  const { usesEncoding } = findArchitecture(id);
  const encoding = usesEncoding ? (plan.base.encoding ?? createDefaultSpec().encoding) : null;
  return { ...plan.base, architecture: { id, options: {} }, encoding };
}

const MOST_RUNS = 12;

export function AddArm({ plan, onChange }: PlanPartProps) {
  const draft = useLab((state) => state.draft);
  const runs = useLab((state) => state.runs);
  const add = (label: string, spec: RunSpec) =>
    onChange(addArm(plan, { label, changes: changesBetween(plan.base, asArm(plan, spec)) }));
  return (
    <div className={part.adders}>
      <button
        type="button"
        className={part.pill}
        onClick={() => add(findArchitecture(draft.architecture.id).label, draft)}
      >
        <Plus size={13} aria-hidden />
        What Classify has set up
      </button>
      <PopoverMenu
        label={
          <>
            <Plus size={13} aria-hidden />A model
          </>
        }
        name="Add a model"
        look={part.pill}
        width={300}
      >
        {(close) => (
          <Entries
            entries={architectures.map(({ id, label, summary }) => ({
              key: id,
              label,
              note: summary,
              act: () => {
                close();
                add(label, ofArchitecture(plan, id));
              },
            }))}
          />
        )}
      </PopoverMenu>
      {runs.length > 0 && (
        <PopoverMenu
          label={
            <>
              <Plus size={13} aria-hidden />A trained run
            </>
          }
          name="Add a trained run"
          look={part.pill}
          width={320}
        >
          {(close) => (
            <Entries
              entries={runs
                .slice(-MOST_RUNS)
                .toReversed()
                .map((run) => ({
                  key: run.id,
                  label: run.name,
                  note: [
                    findArchitecture(run.spec.architecture.id).label,
                    ...(run.final ? [percentText(run.final.testAccuracy)] : []),
                  ].join(' · '),
                  act: () => {
                    close();
                    add(run.name, run.spec);
                  },
                }))}
            />
          )}
        </PopoverMenu>
      )}
    </div>
  );
}

interface Entry {
  readonly key: string;
  readonly label: string;
  readonly note: string;
  readonly act: () => void;
}

function Entries({ entries }: { entries: readonly Entry[] }) {
  return (
    <div className={styles.entries}>
      {entries.map(({ key, label, note, act }) => (
        <button key={key} type="button" title={note} onClick={act}>
          <b>{label}</b> <span>{note}</span>
        </button>
      ))}
    </div>
  );
}

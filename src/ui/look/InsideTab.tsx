/** What the selected run makes of the subject on the way, layer by layer; and what its first weights seek. */
import { activations } from '../../probes/activations.ts';
import { firstLayer } from '../../probes/firstLayer.ts';
import { currentRun, useLab, type RunRecord } from '../../store/lab.ts';
import { whyNothing } from './emptyState.ts';
import look from './Look.module.css';
import { MapGroups } from './MapGroups.tsx';
import { ProbeOptions } from './ProbeOptions.tsx';
import { SubjectColumn } from './SubjectColumn.tsx';
import { useProbe } from './useProbe.ts';
import type { Subject } from './useSubject.ts';

interface TabProps {
  readonly subject: Subject;
  readonly askable: RunRecord[];
}

export function InsideTab({ subject, askable }: TabProps) {
  return (
    <div className={look.withSubject}>
      <SubjectColumn subject={subject} showsBent />
      <Probed
        {...{ subject, askable, probe: activations, then: 'look at what it makes of this image' }}
      />
    </div>
  );
}

/** The same whatever the subject is. */
export function FirstLayerTab({ subject, askable }: TabProps) {
  return <Probed {...{ subject, askable, probe: firstLayer, then: 'see its first weights' }} />;
}

function Probed({
  subject,
  askable,
  probe,
  then,
}: TabProps & { probe: typeof activations | typeof firstLayer; then: string }) {
  const selected = useLab(currentRun);
  const runCount = useLab(({ runs }) => runs.length);
  const runs = askable.filter(({ id, status }) => id === selected?.id && status !== 'diverged');
  const { options, views } = useProbe(probe, runs, subject.bent.values);
  const [run] = runs;
  const view = run && views[run.id];
  return (
    <div className={look.side}>
      <div className={look.bar}>
        <span className={look.words}>
          {run && <b>{run.name}</b>} {view?.answer?.method}
        </span>
        <span className={look.space} />
        <ProbeOptions probe={probe} options={options} />
      </div>
      {run ? (
        <MapGroups key={run.id} title={`${probe.label} of ${run.name}`} view={view} />
      ) : (
        <p className={look.empty}>{whyNothing({ run: selected, runCount, then })}</p>
      )}
    </div>
  );
}

/** Where a dataset comes from, how it was checked, what it takes up; who uses it, and an end to it. */
import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import type { DatasetSystem } from '../../datasets/dataset.ts';
import { findDataset } from '../../datasets/index.ts';
import type { StoredDatasetCard } from '../../datasets/stored.ts';
import { useLab, type RunRecord } from '../../store/lab.ts';
import { bytesText } from '../../store/wording.ts';
import { useCard } from '../benches/useCards.ts';
import controls from '../shell/controls.module.css';
import { DeleteDataset, RenameDataset } from './DatasetDialogs.tsx';
import { runsOn } from './datasetGroups.ts';
import styles from './Facts.module.css';

export function Origin({ id }: { id: string }) {
  const stored = useLab((state) => state.storedDatasets.find((each) => each.id === id));
  const runs = useLab((state) => state.runs);
  const system = findDataset(id);
  return (
    <div className={styles.origin}>
      <p>{system.summary}</p>
      <dl>
        {stored ? (
          <StoredFacts stored={stored} />
        ) : system.download ? (
          <DownloadFacts download={system.download} />
        ) : (
          <EmbeddedFacts system={system} />
        )}
        <Fact name="Reference" text={system.reference} />
        <Fact name="Runs" text={usersText(runsOn(id, runs))} />
      </dl>
      {stored && stored.remarks.length > 0 && (
        <>
          <h3 className={controls.heading}>Remarks</h3>
          <ul>
            {stored.remarks.map((remark) => (
              <li key={remark}>{remark}</li>
            ))}
          </ul>
        </>
      )}
      {stored && <Actions stored={stored} />}
    </div>
  );
}

function Fact({ name, text }: { name: string; text: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{text}</dd>
    </>
  );
}

function StoredFacts({ stored }: { stored: StoredDatasetCard }) {
  const { source, licence, sha256, checked, storedAt, bytes } = stored;
  return (
    <>
      <Fact name="Source" text={source} />
      <Fact name="Licence" text={licence} />
      <Hash sha256={sha256} />
      <Fact name="Checked" text={checked ?? 'read whole; own files have nothing to compare with'} />
      <Fact name="Stored" text={`${dayText(storedAt)}, ${bytesText(bytes)} in this browser`} />
    </>
  );
}

/** `21 November 2026`: the page is in English whatever the browser speaks. */
const dayText = (time: string): string =>
  new Date(time).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });

function DownloadFacts({ download }: { download: NonNullable<DatasetSystem['download']> }) {
  const { source, licence, hosts, bytes, files } = download;
  return (
    <>
      <Fact name="Source" text={source} />
      <Fact name="Licence" text={licence} />
      <Fact name="Download" text={`${bytesText(bytes)} in ${files.length} files, each checked`} />
      <Fact name="From" text={hosts.join(', ')} />
    </>
  );
}

/** What comes with the lab says so in its own files. */
function EmbeddedFacts({ system }: { system: DatasetSystem }) {
  const seed = useLab(({ draft }) => draft.seed);
  const [choice] = useState(() => ({ id: system.id, options: {} }));
  const view = useCard(choice, seed);
  if (view.phase !== 'ready') return null;
  const { source, licence, sha256 } = view.card;
  return (
    <>
      <Fact name="Source" text={source} />
      <Fact name="Licence" text={licence} />
      <Hash sha256={sha256} />
      <Fact name="Stored" text="Comes with the lab, also without network" />
    </>
  );
}

function Hash({ sha256 }: { sha256: string }) {
  const [isCopied, setCopied] = useState(false);
  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(sha256);
    setCopied(true);
  }
  const Icon = isCopied ? Check : Copy;
  return (
    <>
      <dt>SHA-256</dt>
      <dd className={styles.hash}>
        <code title={sha256}>{sha256.slice(0, 16)}…</code>
        <button
          type="button"
          className={controls.icon}
          aria-label={isCopied ? 'SHA-256 copied' : 'Copy the SHA-256'}
          title={isCopied ? 'Copied' : `Copy ${sha256}`}
          onClick={() => void copy().catch(() => undefined)}
        >
          <Icon size={14} aria-hidden />
        </button>
      </dd>
    </>
  );
}

function usersText(runs: readonly RunRecord[]): string {
  if (runs.length === 0) return 'None was trained on it';
  const named = runs.slice(-4).map(({ name }) => name);
  const more = runs.length - named.length;
  return more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ');
}

function Actions({ stored }: { stored: StoredDatasetCard }) {
  const [open, setOpen] = useState<'rename' | 'delete' | null>(null);
  const close = () => setOpen(null);
  return (
    <p className={styles.actions}>
      <button type="button" className={controls.button} onClick={() => setOpen('rename')}>
        Rename…
      </button>
      <button type="button" className={controls.button} onClick={() => setOpen('delete')}>
        Delete…
      </button>
      {open === 'rename' && <RenameDataset stored={stored} onClose={close} />}
      {open === 'delete' && <DeleteDataset stored={stored} onClose={close} />}
    </p>
  );
}

/** The address of what is set up, or of the page that is looked at, to be copied. */
import { Check, Copy } from 'lucide-react';
import { useRef, useState, type ReactNode } from 'react';
import { addressOf, linkNow } from '../../store/address.ts';
import { useLab, type RunSpec, type View } from '../../store/lab.ts';
import { createDefaultSpec, differences } from '../../store/lists.ts';
import controls from '../shell/controls.module.css';
import { Dialog } from './Dialog.tsx';
import styles from './Dialog.module.css';

export function ShareDialog({ onClose }: { onClose: () => void }) {
  const view = useLab((state) => state.view);
  const draft = useLab((state) => state.draft);
  const robustness = useLab((state) => state.robustness);
  const studies = useLab((state) => state.studies);
  const link = linkNow({ view, draft, robustness, studies });
  const { title, text } = shared(view, draft);
  return (
    <Dialog title={title} onClose={onClose}>
      {link === undefined ? (
        <>
          <p>The set-up holds something that cannot be trained; correct that first.</p>
          <div className={styles.buttons}>
            <button className={controls.button}>Close</button>
          </div>
        </>
      ) : (
        <Address address={addressOf(link)}>
          <p>{text}</p>
        </Address>
      )}
    </Dialog>
  );
}

function shared(view: View, draft: RunSpec): { title: string; text: string } {
  switch (view.kind) {
    case 'comparison':
      return {
        title: 'Share this comparison',
        text: 'It opens this comparison, ready to train. Runs are not part of a link: save them as results.',
      };
    case 'data':
      return {
        title: 'Share this dataset',
        text: 'It opens the Data page on this dataset. Images are not part of a link: whoever opens it needs them, too.',
      };
    case 'robustness':
      return {
        title: 'Share this view of the images',
        text: 'It opens the Robustness page with these changes, this sensor and what models are told. Runs and images are not part of a link.',
      };
    default:
      return { title: 'Share this set-up', text: setUpText(draft) };
  }
}

function setUpText(draft: RunSpec): string {
  const names = differences(createDefaultSpec(), draft).map(({ label }) => label.toLowerCase());
  const what =
    names.length === 0
      ? 'It opens the lab with its defaults.'
      : `It sets up what differs from the defaults: ${names.join(', ')}.`;
  return `${what} Nothing is trained by opening it.`;
}

function Address({ address, children }: { address: string; children: ReactNode }) {
  const input = useRef<HTMLInputElement>(null);
  const [told, setTold] = useState('');
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(address);
      setTold('Copied.');
    } catch {
      input.current?.select(); // not allowed here: the keyboard still may
      setTold('Marked: copy it with Ctrl+C or ⌘C.');
    }
  }
  const Icon = told === 'Copied.' ? Check : Copy;
  return (
    <>
      <label>
        Link
        <input
          ref={input}
          readOnly
          value={address}
          onFocus={(event) => event.currentTarget.select()}
        />
      </label>
      {children}
      <div className={styles.buttons}>
        <p role="status">{told}</p>
        <button type="button" className={controls.primary} onClick={() => void copy()}>
          <Icon size={15} aria-hidden />
          Copy link
        </button>
        <button className={controls.button}>Close</button>
      </div>
    </>
  );
}

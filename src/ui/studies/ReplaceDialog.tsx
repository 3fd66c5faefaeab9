/** Asked before a plan that was worked on gives way to another. */
import { Dialog } from '../runs/Dialog.tsx';
import dialog from '../runs/Dialog.module.css';
import controls from '../shell/controls.module.css';

export interface ReplaceDialogProps {
  /** Of the plan that would go. */
  readonly title: string;
  readonly onReplace: () => void;
  readonly onClose: () => void;
}

export function ReplaceDialog({ title, onReplace, onClose }: ReplaceDialogProps) {
  return (
    <Dialog title="Give up the plan that is being written?" onClose={onClose}>
      <p>“{title || 'Untitled plan'}” was never started; it would be gone.</p>
      <div className={dialog.buttons}>
        <button type="submit" className={controls.button}>
          Keep it
        </button>
        <button type="submit" className={controls.primary} onClick={onReplace}>
          Give it up
        </button>
      </div>
    </Dialog>
  );
}

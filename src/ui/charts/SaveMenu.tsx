/** Saves what is shown as a file: a menu of the kinds that there are. */
import { Menu } from '../parts/Menu.tsx';

export interface FileChoice {
  /** `Numbers, CSV`. */
  readonly label: string;
  readonly save: () => void;
  readonly disabled?: boolean;
}

/** @param title of what is saved, for screen readers */
export function SaveMenu({ title, files }: { title: string; files: readonly FileChoice[] }) {
  return (
    <Menu label="Save" name={`Save ${title}`}>
      {files.map(({ label, save, disabled = false }) => (
        <button key={label} type="button" onClick={save} disabled={disabled}>
          {label}
        </button>
      ))}
    </Menu>
  );
}

/** What can be done to the images: the usual ones a press away, all of them in a menu by group. */
import { Plus } from 'lucide-react';
import styles from './AddChange.module.css';
import { addable, quickStarts } from './chain.ts';
import { PopoverMenu } from './PopoverMenu.tsx';

/** @param props.onAdd is told the transform's id */
export function AddChange({ onAdd }: { onAdd: (id: string) => void }) {
  return (
    <div className={styles.add} role="group" aria-label="Add a change">
      {quickStarts.map((each) => (
        <button
          key={each.id}
          type="button"
          title={each.summary}
          aria-label={`Add ${each.label}`}
          onClick={() => onAdd(each.id)}
        >
          {each.label}
        </button>
      ))}
      <PopoverMenu
        label={
          <>
            <Plus size={13} aria-hidden /> All changes
          </>
        }
        name="All changes"
        look={styles.all}
        width={620}
      >
        {(close) => <Groups onAdd={onAdd} close={close} />}
      </PopoverMenu>
    </div>
  );
}

function Groups({ onAdd, close }: { onAdd: (id: string) => void; close: () => void }) {
  return (
    <div className={styles.groups}>
      {addable.map(({ id, label, transforms }) => (
        <div key={id} className={styles.group} role="group" aria-label={label}>
          <span aria-hidden="true">{label}</span>
          {transforms.map((each) => (
            <button
              key={each.id}
              type="button"
              title={each.summary}
              onClick={() => {
                close();
                onAdd(each.id);
              }}
            >
              {each.label}
            </button>
          ))}
        </div>
      ))}
    </div>
  );
}

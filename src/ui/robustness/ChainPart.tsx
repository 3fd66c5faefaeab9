/** The chain of changes: what is done to every image, the first first. */
import { useLayoutEffect, useRef, useState, type PointerEvent } from 'react';
import { useLab } from '../../store/lab.ts';
import {
  addChange,
  changeViewing,
  MOST_CHANGES,
  moveChange,
  removeChange,
} from '../../store/robustness.ts';
import controls from '../shell/controls.module.css';
import { AddChange } from './AddChange.tsx';
import { keysOf, placeAt } from './chain.ts';
import styles from './ChainPart.module.css';
import { ChangeItem } from './ChangeItem.tsx';

/** Where the keyboard goes once the list has changed. */
type Focus = { readonly place: number; readonly on: 'grip' | 'slider' } | 'add';

export function ChainPart() {
  const chain = useLab(({ robustness }) => robustness.viewing.changes);
  const section = useRef<HTMLElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const focus = useRef<Focus>(null);
  const keys = keysOf(chain);
  const { dragged, startDrag } = useDragging(list);

  useLayoutEffect(() => {
    const wanted = focus.current;
    focus.current = null;
    if (!wanted) return;
    const find = (selector: string, within: Element | null | undefined) =>
      within?.querySelector<HTMLElement>(selector)?.focus();
    if (wanted === 'add') find('[role=group] button', section.current);
    else find(wanted.on === 'grip' ? 'button' : 'input', list.current?.children[wanted.place]);
  }, [chain]);

  function move(from: number, to: number): void {
    if (to < 0 || to >= chain.length) return;
    focus.current = { place: to, on: 'grip' };
    moveChange(from, to);
  }
  function remove(place: number): void {
    const left = chain.length - 1;
    focus.current = left === 0 ? 'add' : { place: Math.min(place, left - 1), on: 'slider' };
    removeChange(place);
  }
  return (
    <section ref={section} className={styles.part} aria-labelledby="changes-title">
      <div className={styles.head}>
        <h2 id="changes-title" className={controls.heading}>
          Changes
        </h2>
        {chain.length > 0 && (
          <button
            type="button"
            className={styles.quiet}
            onClick={() => {
              focus.current = 'add';
              changeViewing({ changes: [] });
            }}
          >
            Undo all
          </button>
        )}
      </div>
      {chain.length === 0 && <p className={styles.note}>The images are as they are. Add:</p>}
      {chain.length > 0 && (
        <ol
          ref={list}
          className={styles.chain}
          data-count={chain.length}
          aria-label="Changes, the first acts first"
        >
          {chain.map((change, place) => (
            <ChangeItem
              key={keys[place]}
              {...{ change, place }}
              count={chain.length}
              isDragged={dragged === place}
              onRemove={() => remove(place)}
              onMove={(to) => move(place, to)}
              onDrag={(event) => startDrag(place, event)}
            />
          ))}
        </ol>
      )}
      {chain.length < MOST_CHANGES ? (
        <AddChange
          onAdd={(id) => {
            focus.current = { place: chain.length, on: 'slider' };
            addChange(id);
          }}
        />
      ) : (
        <p className={styles.note}>A chain has room for {MOST_CHANGES} changes.</p>
      )}
    </section>
  );
}

/**
 * The order follows the pointer while a grip is held. It is heard on the window: the grip itself is
 * taken out and put back as its item moves, and would lose the pointer.
 */
function useDragging(list: { readonly current: HTMLElement | null }) {
  const [dragged, setDragged] = useState<number | null>(null);
  function startDrag(place: number, event: PointerEvent): void {
    if (event.button !== 0) return;
    event.preventDefault(); // no text is marked on the way
    let at = place;
    setDragged(at);
    const follow = ({ clientY }: globalThis.PointerEvent) => {
      const others = [...(list.current?.children ?? [])].filter((_, index) => index !== at);
      const target = placeAt(clientY, others.map(middleOf));
      if (target === at) return;
      moveChange(at, target);
      at = target;
      setDragged(at);
    };
    const ending = new AbortController();
    const end = () => {
      ending.abort();
      setDragged(null);
    };
    window.addEventListener('pointermove', follow, { signal: ending.signal });
    window.addEventListener('pointerup', end, { signal: ending.signal });
    window.addEventListener('pointercancel', end, { signal: ending.signal });
  }
  return { dragged, startDrag };
}

function middleOf(item: Element): number {
  const { top, height } = item.getBoundingClientRect();
  return top + height / 2;
}

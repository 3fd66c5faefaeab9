/** The ready comparisons, each a question that a few runs answer. */
import { ListTree } from 'lucide-react';
import { useId, useRef } from 'react';
import { comparisons, showComparison } from '../../store/comparisons.ts';
import controls from '../shell/controls.module.css';
import styles from './ComparisonsMenu.module.css';

/** @param isSmall the icon and word alone, for where the header has no room: narrow screens */
export function ComparisonsMenu({ isSmall = false }: { isSmall?: boolean }) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const popover = useRef<HTMLDivElement>(null);
  /** Under its button, as far to the left as it needs to fit. */
  function place(): void {
    const { left, bottom } = button.current!.getBoundingClientRect();
    const most = Math.max(12, window.innerWidth - 412);
    popover.current!.style.translate = `${Math.min(left, most)}px ${bottom + 6}px`;
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        className={isSmall ? `${controls.quiet} ${styles.small}` : styles.open}
        popoverTarget={id}
      >
        <ListTree size={15} aria-hidden />
        Comparisons
      </button>
      <div
        ref={popover}
        id={id}
        popover="auto"
        className={styles.popover}
        role="group"
        aria-label="Comparisons"
        onBeforeToggle={place}
      >
        <ComparisonList onChoose={() => popover.current!.hidePopover()} />
      </div>
    </>
  );
}

/** @param isShort titles alone, each with its question as a hint */
export function ComparisonList(props: { onChoose?: () => void; isShort?: boolean }) {
  const { onChoose, isShort = false } = props;
  return (
    <div className={styles.list}>
      {comparisons.map(({ id, title, question, arms }) => (
        <button
          key={id}
          type="button"
          title={isShort ? question : undefined}
          onClick={() => {
            onChoose?.();
            showComparison(id);
          }}
        >
          <b>{title}</b>
          <span>{isShort ? `${arms.length} runs` : `${question} ${arms.length} runs.`}</span>
        </button>
      ))}
    </div>
  );
}

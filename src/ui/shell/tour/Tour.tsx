/**
 * A card that goes through the page with the person: it frames a real control, says one thing, and
 * waits. Whoever would rather watch presses Next, which does it. Nothing is masked, Escape ends it,
 * and at its end it says what is different now.
 */
import { Check } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { showBench } from '../../../store/comparisons.ts';
import { getLab, useLab } from '../../../store/lab.ts';
import { showInfo } from '../../../store/notices.ts';
import controls from '../controls.module.css';
import { changesSince } from './changes.ts';
import { placeBeside, type Box } from './place.ts';
import { putBack, tourSteps } from './steps.ts';
import styles from './Tour.module.css';
import { useTarget } from './useTarget.ts';

export function Tour({ onEnd }: { onEnd: () => void }) {
  const [start] = useState(getLab);
  const [place, setPlace] = useState(0);
  const [stepStart, setStepStart] = useState(start);
  const step = tourSteps[place]!;
  const isDone = useLab((now) => step.task?.isDone(now, stepStart) ?? true);
  const target = useTarget(step.target);
  const isLast = place === tourSteps.length - 1;

  useEffect(() => {
    if (getLab().view.kind !== 'bench') showBench();
  }, []);
  useEffect(() => document.getElementById(`tab-${step.tab}`)?.click(), [step]);

  function end(): void {
    const { texts } = changesSince(start, getLab());
    if (!isLast && texts.length > 0) showInfo(`The tour is over. ${texts.join(' ')}`);
    onEnd();
  }
  useEscape(end);

  function goTo(next: number): void {
    setStepStart(getLab());
    setPlace(next);
  }
  function next(): void {
    if (!isDone) void step.task!.act();
    if (isLast) end();
    else goTo(place + 1);
  }

  return (
    <>
      {target && <Frame target={target} />}
      <Card key={place} target={target} title={step.title}>
        <p id="tour-text">{step.text}</p>
        {isLast && <Left start={start} />}
        <div className={styles.buttons}>
          <span className={styles.count}>
            {place + 1} of {tourSteps.length}
          </span>
          {!isLast && (
            <button type="button" className={controls.quiet} onClick={end}>
              End tour
            </button>
          )}
          {place > 0 && (
            <button type="button" className={controls.quiet} onClick={() => goTo(place - 1)}>
              Back
            </button>
          )}
          <button type="button" className={controls.button} onClick={next}>
            {isDone && step.task && <Check size={15} aria-hidden />}
            {isLast ? 'Finish' : isDone ? 'Next' : `Next: ${lowered(step.task!.next)}`}
          </button>
        </div>
      </Card>
    </>
  );
}

const lowered = (text: string) => text[0]!.toLowerCase() + text.slice(1);

/** Around what is meant; it takes no press. */
function Frame({ target: { left, top, width, height } }: { target: Box }) {
  return (
    <div
      className={styles.frame}
      style={{ left: left - 5, top: top - 5, width: width + 10, height: height + 10 }}
      aria-hidden
    />
  );
}

function Card(props: { target: Box | null; title: string; children: ReactNode }) {
  const { target, title, children } = props;
  const card = useRef<HTMLDivElement>(null);
  useEffect(() => card.current?.focus({ preventScroll: true }), []);
  useLayoutEffect(() => {
    const { offsetWidth, offsetHeight, style } = card.current!;
    const own = { width: offsetWidth, height: offsetHeight };
    const shown = { width: window.innerWidth, height: window.innerHeight };
    const middle = { left: (shown.width - own.width) / 2, top: 80 };
    const { left, top } = target ? placeBeside(target, own, shown) : middle;
    style.translate = `${Math.round(left)}px ${Math.round(top)}px`;
  });
  return (
    <div
      ref={card}
      className={styles.card}
      role="dialog"
      aria-labelledby="tour-title"
      aria-describedby="tour-text"
      tabIndex={-1}
    >
      <h2 id="tour-title">{title}</h2>
      {children}
    </div>
  );
}

/** What the tour leaves behind, and the way back. */
function Left({ start }: { start: ReturnType<typeof getLab> }) {
  const now = useLab();
  const { texts, canPutBack } = changesSince(start, now);
  if (texts.length === 0) return <p>The tour changed nothing.</p>;
  return (
    <>
      <p className={styles.left}>{texts.join(' ')}</p>
      {canPutBack && (
        <button type="button" className={controls.button} onClick={() => putBack(start)}>
          Put my set-up back
        </button>
      )}
    </>
  );
}

function useEscape(act: () => void): void {
  const newest = useRef(act);
  useEffect(() => {
    newest.current = act;
  });
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      if (!document.querySelector('dialog[open], :popover-open')) newest.current();
    }
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

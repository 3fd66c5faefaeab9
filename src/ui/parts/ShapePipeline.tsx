/**
 * What the data look like on their way through a network, as chips; the stage under the pointer or
 * the keyboard is named below them, and what the network costs stands there otherwise.
 */
import { useState, type KeyboardEvent } from 'react';
import { shapeText } from '../../core/shapes.ts';
import { costText, stageText, type PipelineStage } from './pipeline.ts';
import styles from './ShapePipeline.module.css';

export interface ShapePipelineProps {
  readonly stages: readonly PipelineStage[];
  readonly parameterCount: number;
  /** Forward and backward, over the whole batch. */
  readonly multiplyAddsPerStep: number;
}

export function ShapePipeline(props: ShapePipelineProps) {
  const { stages, parameterCount, multiplyAddsPerStep } = props;
  const [active, setActive] = useState<number | null>(null);
  const stage = active === null ? undefined : stages[active];

  function walk(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    setActive(Math.min(stages.length - 1, Math.max(0, (active ?? -step) + step)));
  }

  return (
    <div>
      <ol
        className={styles.chips}
        aria-label="Shapes through the network; the arrow keys name each stage"
        tabIndex={0}
        onKeyDown={walk}
        onFocus={() => setActive(0)}
        onBlur={() => setActive(null)}
        onPointerLeave={() => setActive(null)}
      >
        {stages.map((each, index) => (
          <li key={index} data-active={index === active} onPointerEnter={() => setActive(index)}>
            <span className={styles.spoken}>{each.label}: </span>
            {shapeText(each.shape)}
          </li>
        ))}
      </ol>
      <p className={styles.text}>
        {stage ? stageText(stage) : costText(parameterCount, multiplyAddsPerStep)}
      </p>
    </div>
  );
}

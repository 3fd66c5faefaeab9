/** The images of a dataset: all of a part, or those of a class, and the chosen one large. */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { SystemChoice } from '../../core/system.ts';
import type { Part } from '../../datasets/analysis/description.ts';
import { chooseImage, chooseLabel, choosePart, descriptionKey } from '../../store/dataPage.ts';
import { createImageFeed } from '../../store/imageFeed.ts';
import { useLab } from '../../store/lab.ts';
import { countText } from '../../store/wording.ts';
import { Choice } from '../parts/Choice.tsx';
import controls from '../shell/controls.module.css';
import styles from './Browser.module.css';
import { ChosenImage } from './ChosenImage.tsx';
import type { GridSize } from './gridLayout.ts';
import { ImageGrid } from './ImageGrid.tsx';
import { allImages, imageName, imagesOf, partName, placeIn } from './imageList.ts';
import { classNameOf, type Outline } from './outline.ts';

export interface BrowserProps {
  readonly choice: SystemChoice;
  readonly label: string;
  readonly outline: Outline;
}

const gridSizes = [
  { value: 'small', label: 'Small' },
  { value: 'large', label: 'Large' },
] as const;

export function Browser({ choice, label, outline }: BrowserProps) {
  const part = useLab(({ data }) => data.part);
  const shownClass = useLab(({ data }) => data.label);
  const chosen = useLab(({ data }) => data.chosen?.place);
  const [size, setSize] = useState<GridSize>('large');
  const closeUp = useRef<HTMLElement>(null);

  const { height, width, channels } = outline;
  const form = useMemo(() => ({ height, width, channels }), [height, width, channels]);
  const order = useOrder(outline, part, shownClass);
  const { feed, fault, retry } = useFeed({ choice, part, order, form });

  useEffect(() => {
    if (!chosen && order.length > 0) chooseImage({ part, index: order[0]! });
  }, [chosen, part, order]);

  const nameOf = (place: number): string => {
    const index = order[place] ?? 0;
    return imageName(index, outline.counts[part], classNameOf(outline, { part, index }));
  };
  return (
    <div className={styles.browser}>
      <div className={styles.tools}>
        <PartChoice part={part} counts={outline.counts} />
        <ClassChoice part={part} outline={outline} />
        <span className={styles.space} />
        <Choice name="Size of the pictures" value={size} choices={gridSizes} onChange={setSize} />
      </div>
      <div className={styles.grid}>
        {order.length === 0 && <p className={styles.none}>No image of this class in this part.</p>}
        {fault !== null && (
          <div className={styles.none} role="alert">
            <p>{fault}</p>
            <button type="button" className={controls.button} onClick={retry}>
              Try again
            </button>
          </div>
        )}
        {order.length > 0 && fault === null && (
          <ImageGrid
            key={`${part}/${shownClass}/${size}`}
            label={`${partName[part]} images of ${label}`}
            {...{ feed, form, size, nameOf }}
            count={order.length}
            chosen={chosen && chosen.part === part ? placeIn(order, chosen.index) : null}
            onChoose={(place) => chooseImage({ part, index: order[place]! })}
            onOpen={() => closeUp.current?.focus()}
          />
        )}
      </div>
      <ChosenImage ref={closeUp} outline={outline} />
    </div>
  );
}

/** Numbers of the listed images; the same ones when the labels become known. */
function useOrder({ counts, description }: Outline, part: Part, label: number | null): Uint32Array {
  const labels = label === null ? undefined : description?.labels[part];
  return useMemo(
    () => (labels && label !== null ? imagesOf(labels, label) : allImages(counts[part])),
    [labels, label, counts, part],
  );
}

/** The images of the list as they come; anew for another list, and after a fault. */
function useFeed({
  choice,
  part,
  order,
  form,
}: {
  choice: SystemChoice;
  part: Part;
  order: Uint32Array;
  form: { height: number; width: number; channels: number };
}) {
  const [attempt, setAttempt] = useState(0);
  const [fault, setFault] = useState<string | null>(null);
  const key = `${descriptionKey(choice)}/${attempt}`;
  const feed = useMemo(
    () =>
      createImageFeed({
        ...{ choice, part, order },
        imageSize: form.height * form.width * form.channels,
      }),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the key stands for the choice
    [key, part, order, form],
  );
  useEffect(() => {
    const hear = () => setFault(feed.fault());
    hear();
    const stop = feed.subscribe(hear);
    return () => {
      stop();
      feed.leave();
    };
  }, [feed]);
  return { feed, fault, retry: () => setAttempt(attempt + 1) };
}

function PartChoice({ part, counts }: { part: Part; counts: Outline['counts'] }) {
  const choices = (['train', 'test'] as const).map((value) => ({
    value,
    label: `${partName[value]} ${countText(counts[value])}`,
  }));
  return <Choice name="Part" value={part} choices={choices} onChange={choosePart} />;
}

/** The value of the list that stands for all classes. */
const ALL = '';

function ClassChoice({ part, outline }: { part: Part; outline: Outline }) {
  const label = useLab(({ data }) => data.label);
  const { description, classNames } = outline;
  const counts = part === 'train' ? description?.trainCounts : description?.testCounts;
  return (
    <span className={styles.classes}>
      <select
        aria-label="Class"
        value={label ?? ALL}
        disabled={!counts}
        onChange={({ target }) => chooseLabel(target.value === ALL ? null : Number(target.value))}
      >
        <option value={ALL}>All classes</option>
        {classNames.map((name, index) => (
          <option key={index} value={index}>
            {counts ? `${name} · ${countText(counts[index]!)}` : name}
          </option>
        ))}
      </select>
    </span>
  );
}

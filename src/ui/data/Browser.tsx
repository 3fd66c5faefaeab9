/** The images of a dataset: all of a part, or those of a class, and the chosen one large. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { SystemChoice } from '../../core/system.ts';
import type { DatasetDescription, Part } from '../../datasets/analysis/description.ts';
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
import { imageName, imagesOf, partName, placeIn } from './imageList.ts';

export interface BrowserProps {
  readonly choice: SystemChoice;
  readonly label: string;
  readonly description: DatasetDescription;
}

const gridSizes = [
  { value: 'small', label: 'Small' },
  { value: 'large', label: 'Large' },
] as const;

export function Browser({ choice, label, description }: BrowserProps) {
  const part = useLab(({ data }) => data.part);
  const shownClass = useLab(({ data }) => data.label);
  const chosen = useLab(({ data }) => data.chosen?.place);
  const [size, setSize] = useState<GridSize>('large');
  const closeUp = useRef<HTMLElement>(null);

  const order = useMemo(
    () => imagesOf(description.labels[part], shownClass),
    [description, part, shownClass],
  );
  const form = useMemo(() => {
    const { height, width, channels } = description;
    return { height, width, channels };
  }, [description]);
  const { feed, fault, retry } = useFeed({ choice, part, order, form });

  useEffect(() => {
    if (!chosen && order.length > 0) chooseImage({ part, index: order[0]! });
  }, [chosen, part, order]);

  const nameOf = useCallback(
    (place: number) => imageName(order, place, description.labels[part], description.classNames),
    [order, part, description],
  );
  return (
    <div className={styles.browser}>
      <div className={styles.tools}>
        <PartChoice part={part} description={description} />
        <ClassChoice part={part} description={description} />
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
      <ChosenImage ref={closeUp} description={description} />
    </div>
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
    return feed.subscribe(hear);
  }, [feed]);
  return { feed, fault, retry: () => setAttempt(attempt + 1) };
}

function PartChoice({ part, description }: { part: Part; description: DatasetDescription }) {
  const choices = (['train', 'test'] as const).map((value) => ({
    value,
    label: `${partName[value]} ${countText(description.labels[value].length)}`,
  }));
  return <Choice name="Part" value={part} choices={choices} onChange={choosePart} />;
}

/** The value of the list that stands for all classes. */
const ALL = '';

function ClassChoice({ part, description }: { part: Part; description: DatasetDescription }) {
  const label = useLab(({ data }) => data.label);
  const counts = part === 'train' ? description.trainCounts : description.testCounts;
  return (
    <span className={styles.classes}>
      <select
        aria-label="Class"
        value={label ?? ALL}
        onChange={({ target }) => chooseLabel(target.value === ALL ? null : Number(target.value))}
      >
        <option value={ALL}>All classes</option>
        {description.classNames.map((name, index) => (
          <option key={index} value={index}>
            {name} · {countText(counts[index]!)}
          </option>
        ))}
      </select>
    </span>
  );
}

/**
 * The fixed test images with what the model takes them for, wrong ones first. One is chosen by
 * click, or by Enter after walking with the arrow keys; the grid is one stop of the Tab key.
 */
import {
  memo,
  useCallback,
  useDeferredValue,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
} from 'react';
import { pictureAt, type PictureSet } from './drawPixels.ts';
import { PixelImage } from './PixelImage.tsx';
import {
  verdictsText,
  imageText,
  judge,
  placeAfterKey,
  shortName,
  type Judged,
} from './testGrid.ts';
import styles from './TestImageGrid.module.css';
import { useSlowly } from './useSlowly.ts';

const SORTED_EVERY_MS = 4000;

export interface TestImageGridProps {
  readonly set: PictureSet & { readonly count: number; readonly labels: Uint8Array };
  readonly classNames: readonly string[];
  /** Predicted class of each image; null before the model was asked. */
  readonly predictions: Uint8Array | null;
  /** true while new predictions keep coming: verdicts change at once, their order only at times. */
  readonly isMoving?: boolean;
  /** Chosen image, by its place in the set. */
  readonly selected: number | null;
  readonly onSelect: (index: number) => void;
  /** Images shown at first and added by each *show more*. */
  readonly most?: number;
}

export function TestImageGrid(props: TestImageGridProps) {
  const { set, classNames, predictions, isMoving = false, selected, onSelect, most = 40 } = props;
  const [limit, setLimit] = useState(most);
  const [focused, setFocused] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const pictures = useMemo(
    () => Array.from({ length: set.count }, (_, index) => pictureAt(set, index)),
    [set],
  );
  // News from training may wait for what a person does: React renders it in slices.
  const news = useDeferredValue(predictions);
  const sortedBy = useSlowly(news, isMoving ? SORTED_EVERY_MS : 0);
  const images = useMemo(() => judge(set.labels, news, sortedBy), [set, news, sortedBy]);
  const shown = images.slice(0, limit);
  const tabStop = Math.min(focused, shown.length - 1);

  function walk(event: KeyboardEvent): void {
    const columns = columnsOf(list.current!);
    const place = placeAfterKey(event.key, { from: tabStop, columns, count: shown.length });
    if (place === tabStop) return;
    event.preventDefault();
    setFocused(place);
    list.current!.querySelectorAll<HTMLElement>('[role=option]')[place]?.focus();
  }
  const choose = useCallback(
    (place: number, index: number) => {
      setFocused(place);
      onSelect(index);
    },
    [onSelect],
  );

  return (
    <div className={styles.frame}>
      <ul
        ref={list}
        className={styles.grid}
        role="listbox"
        aria-label="Test images"
        aria-orientation="horizontal"
        onKeyDown={walk}
      >
        {shown.map((image, place) => (
          <Cell
            key={image.index}
            place={place}
            picture={pictures[image.index]!}
            name={imageText(image, classNames)}
            mark={markOf(image, classNames)}
            verdict={verdictOf(image)}
            isSelected={image.index === selected}
            isTabStop={place === tabStop}
            index={image.index}
            choose={choose}
          />
        ))}
      </ul>
      <p className={styles.foot}>
        <span>{verdictsText(images)}</span>
        {images.length > limit && (
          <button type="button" onClick={() => setLimit(limit + most)}>
            Show more
          </button>
        )}
      </p>
    </div>
  );
}

/** How many cells stand on the first line; the style sheet decides, so it is asked. */
function columnsOf(list: HTMLElement): number {
  const cells = [...list.children] as HTMLElement[];
  const top = cells[0]?.offsetTop;
  return Math.max(1, cells.filter((cell) => cell.offsetTop === top).length);
}

function markOf(image: Judged, classNames: readonly string[]): string {
  if (image.predicted === null) return '';
  return image.isWrong ? shortName(classNames[image.predicted] ?? String(image.predicted)) : '✓';
}

function verdictOf(image: Judged): 'wrong' | 'right' | undefined {
  if (image.predicted === null) return undefined;
  return image.isWrong ? 'wrong' : 'right';
}

interface CellProps {
  readonly place: number;
  readonly index: number;
  readonly picture: ReturnType<typeof pictureAt>;
  readonly name: string;
  readonly mark: string;
  readonly verdict: 'wrong' | 'right' | undefined;
  readonly isSelected: boolean;
  readonly isTabStop: boolean;
  readonly choose: (place: number, index: number) => void;
}

/** Redrawn only when its own verdict, place or choice changes: predictions arrive while training. */
const Cell = memo(function Cell(props: CellProps) {
  const { place, index, picture, name, mark, verdict, isSelected, isTabStop, choose } = props;
  return (
    <li
      role="option"
      aria-label={name}
      aria-selected={isSelected}
      title={name}
      tabIndex={isTabStop ? 0 : -1}
      className={styles.cell}
      onClick={() => choose(place, index)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return;
        choose(place, index);
      }}
    >
      <PixelImage picture={picture} label="" />
      {mark && (
        <span className={styles.mark} data-verdict={verdict} aria-hidden="true">
          {mark}
        </span>
      )}
    </li>
  );
});

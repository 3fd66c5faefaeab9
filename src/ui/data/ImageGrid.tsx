/**
 * All images of a list, however many: rows are drawn as they come into sight, each on one canvas.
 *
 * For people who listen it is a list box of one stop of the Tab key: the keys move the chosen image,
 * which is its one option in the page, with its number among all. Enter opens it.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  type KeyboardEvent,
  type MouseEvent,
} from 'react';
import type { ImageFeed } from '../../store/imageFeed.ts';
import { useSize } from '../parts/useSize.ts';
import { layoutOf, pitchOf, placeAfterKey, placeAt, type GridSize } from './gridLayout.ts';
import styles from './ImageGrid.module.css';
import { ImageRow, type PictureForm } from './ImageRow.tsx';

export interface ImageGridProps {
  /** Names the list: `Training images of MNIST`. */
  readonly label: string;
  readonly feed: ImageFeed;
  readonly count: number;
  readonly form: PictureForm;
  readonly size: GridSize;
  /** Place in the list; null: none. */
  readonly chosen: number | null;
  /** What the image at a place is: `image 1,234 of 60,000, class 7`. */
  readonly nameOf: (place: number) => string;
  readonly onChoose: (place: number) => void;
  /** Enter on the chosen one. */
  readonly onOpen: () => void;
}

/** Rows drawn beyond those in sight: what a turn of the wheel brings is there already. */
const OVERSCAN = 3;
/** Around the grid, so that the ring of a chosen picture is whole; the style sheet has it, too. */
const EDGE = 4;

export function ImageGrid(props: ImageGridProps) {
  const { label, feed, count, form, size, chosen, nameOf, onChoose, onOpen } = props;
  const id = useId();
  const frame = useRef<HTMLDivElement>(null);
  const room = useSize(frame);
  const layout = useMemo(
    () => layoutOf(count, form, { room: room?.width ?? 0, size }),
    [count, form, room?.width, size],
  );
  const pitch = pitchOf(layout);
  // eslint-disable-next-line react-hooks/incompatible-library -- the lab is built without React's compiler
  const rows = useVirtualizer({
    count: room ? layout.rows : 0,
    getScrollElement: () => frame.current,
    estimateSize: () => pitch.y,
    overscan: OVERSCAN,
    scrollPaddingStart: EDGE,
    scrollPaddingEnd: EDGE,
  });
  const items = rows.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? -1];

  useLayoutEffect(() => rows.measure(), [rows, pitch.y]);
  useEffect(() => {
    feed.show(first * layout.columns, (last + 1) * layout.columns - 1);
  }, [feed, first, last, layout.columns]);
  const chosenRow = chosen === null ? null : Math.floor(chosen / layout.columns);
  useEffect(() => {
    if (chosenRow !== null && room) rows.scrollToIndex(chosenRow, { align: 'auto' });
  }, [rows, chosenRow, room]);

  function walk(event: KeyboardEvent): void {
    if (event.key === 'Enter' && chosen !== null) return onOpen();
    const rowsInSight = Math.floor((room?.height ?? 0) / pitch.y);
    const to = placeAfterKey(event.key, chosen ?? 0, { ...layout, rowsInSight });
    if (to === undefined || event.metaKey || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    if (to !== chosen) onChoose(to);
  }
  function choose(event: MouseEvent): void {
    const { left, top } = frame.current!.getBoundingClientRect();
    const x = event.clientX - left - EDGE;
    const place = placeAt(layout, x, event.clientY - top - EDGE + frame.current!.scrollTop);
    if (place !== undefined) onChoose(place);
  }
  // As many rows as can be in the page at once: one that leaves lends its canvas to one that comes.
  const pool = Math.ceil((room?.height ?? 0) / pitch.y) + 2 * OVERSCAN + 2;
  return (
    <div
      ref={frame}
      className={styles.frame}
      role="listbox"
      aria-label={label}
      aria-activedescendant={chosen === null ? undefined : id}
      tabIndex={0}
      onKeyDown={walk}
      onClick={choose}
    >
      <div className={styles.content} style={{ height: rows.getTotalSize() - layout.gap }}>
        {items.map(({ index, start }) => (
          <ImageRow key={index % pool} {...{ feed, layout, form }} row={index} top={start} />
        ))}
        {chosen !== null && (
          <div
            id={id}
            className={styles.chosen}
            role="option"
            aria-selected="true"
            aria-label={nameOf(chosen)}
            aria-posinset={chosen + 1}
            aria-setsize={count}
            style={{
              width: layout.width,
              height: layout.height,
              translate: `${(chosen % layout.columns) * pitch.x}px ${chosenRow! * pitch.y}px`,
            }}
          />
        )}
      </div>
    </div>
  );
}

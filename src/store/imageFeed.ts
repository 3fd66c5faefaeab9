/**
 * Images of a long list, fetched from the library in blocks while a person scrolls through it. Only
 * what is in sight is asked for: a block that was scrolled past before its turn came is never
 * fetched. The blocks last seen are kept, up to a number of bytes.
 */
import { codeOf } from '../core/errors.ts';
import type { SystemChoice } from '../core/system.ts';
import type { Part, Place } from '../datasets/analysis/description.ts';
import { explain } from './explain.ts';
import { library } from './libraries.ts';

/** Of one answer, and of all that are kept. */
const BLOCK_BYTES = 2 ** 18;
const KEPT_BYTES = 2 ** 25;
/** One is answered while the next is on its way. */
const AT_ONCE = 2;

export interface FeedSource {
  readonly choice: SystemChoice;
  readonly part: Part;
  /** Numbers in the part, in the order of the list. */
  readonly order: Uint32Array;
  /** height * width * channels */
  readonly imageSize: number;
  readonly blockBytes?: number;
  readonly keptBytes?: number;
}

export interface ImageFeed {
  /** Fetches what lies between these places of the list, unless it is there. */
  show(first: number, last: number): void;
  /** Nobody looks any more: nothing further is fetched. */
  leave(): void;
  /** uint8 [height, width, channels] of the image at that place; undefined until it is there. */
  imageAt(place: number): Uint8Array | undefined;
  /** Changes whenever something in these places came. */
  stateOf(first: number, last: number): string;
  subscribe(listener: () => void): () => void;
  /** Why nothing more comes; null while all is well. */
  fault(): string | null;
}

/** Images by their places: uint8 [places, height, width, channels]; undefined where they cannot be had. */
export function loadImages(
  choice: SystemChoice,
  places: readonly Place[],
): Promise<Uint8Array | undefined> {
  if (places.length === 0) return Promise.resolve(new Uint8Array());
  return library()
    .images(choice, places)
    .catch(() => undefined);
}

export function createImageFeed({
  choice,
  part,
  order,
  imageSize,
  blockBytes = BLOCK_BYTES,
  keptBytes = KEPT_BYTES,
}: FeedSource): ImageFeed {
  const perBlock = Math.max(1, Math.min(512, Math.floor(blockBytes / imageSize)));
  const kept = Math.max(8, Math.floor(keptBytes / (perBlock * imageSize)));
  const blocks = new Map<number, Uint8Array>();
  const underWay = new Set<number>();
  const listeners = new Set<() => void>();
  let inSight: number[] = [];
  let fault: string | null = null;

  const blockOf = (place: number) => Math.floor(place / perBlock);
  const tell = () => listeners.forEach((listener) => listener());

  function fetchNext(): void {
    while (underWay.size < AT_ONCE && fault === null) {
      const next = inSight.find((block) => !blocks.has(block) && !underWay.has(block));
      if (next === undefined) return;
      underWay.add(next);
      void fetchBlock(next);
    }
  }

  async function fetchBlock(block: number): Promise<void> {
    const numbers = order.subarray(block * perBlock, (block + 1) * perBlock);
    try {
      const places = Array.from(numbers, (index) => ({ part, index }));
      keep(block, await library().images(choice, places));
    } catch (error) {
      // Another dataset is looked at: to ask again would take the library back to this one.
      if (codeOf(error) === 'cancelled') inSight = [];
      else fault = explain(error);
    }
    underWay.delete(block);
    tell();
    fetchNext();
  }

  function keep(block: number, images: Uint8Array): void {
    blocks.set(block, images);
    for (const oldest of blocks.keys()) {
      if (blocks.size <= kept) return;
      if (!inSight.includes(oldest)) blocks.delete(oldest);
    }
  }

  return {
    show(first, last) {
      const [from, to] = [blockOf(Math.max(0, first)), blockOf(Math.min(last, order.length - 1))];
      inSight = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
      for (const block of inSight) {
        const images = blocks.get(block);
        if (!images) continue;
        blocks.delete(block);
        blocks.set(block, images); // now the newest
      }
      fetchNext();
    },
    leave: () => void (inSight = []),
    imageAt(place) {
      const begin = (place % perBlock) * imageSize;
      return blocks.get(blockOf(place))?.subarray(begin, begin + imageSize);
    },
    stateOf(first, last) {
      let state = '';
      for (let block = blockOf(first); block <= blockOf(last); block++) {
        state += blocks.has(block) ? '1' : '0';
      }
      return state;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    fault: () => fault,
  };
}

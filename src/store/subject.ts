/** The image that models are asked about: one of the test images, a drawing, or a picture file. */
import type { SystemChoice } from '../core/system.ts';
import { cardKey } from './datasetCards.ts';
import { trainerReady } from './engineStatus.ts';
import {
  fitPicture,
  isWorthInverting,
  type PictureSize,
  type SourcePicture,
} from './fitPicture.ts';
import { getLab, setLab, shownImages } from './lab.ts';
import type { Drawing, LookTab, OpenedPicture, OwnSubject } from './lookView.ts';
import { showError, showInfo } from './notices.ts';
import { readPicture } from './readPicture.ts';
import { writeSetting } from '../storage/settings.ts';
import { showUnkept } from './unkept.ts';
import { dropIfAnother } from './warp.ts';

export type { Drawing, LookTab, NumberedImage, OpenedPicture, OwnSubject } from './lookView.ts';
export { lookTabs } from './lookView.ts';
export { isWorthInverting } from './fitPicture.ts';

export type ImageForm = PictureSize & { readonly channels: number };

export function chooseLookTab(tab: LookTab): void {
  setLab(({ look }) => ({ look: { ...look, tab } }));
  writeSetting('lookTab', tab).catch(showUnkept);
}

/** Another subject than the fixed test images, or back to them. */
function show(own: OwnSubject | null): void {
  dropIfAnother(() =>
    setLab(({ look }) => {
      const keptDrawing = look.own?.kind === 'drawing' ? look.own : look.keptDrawing;
      return { look: { ...look, own, keptDrawing, ownNumber: look.ownNumber + 1 } };
    }),
  );
}

export const showTestImages = (): void => show(null);

/** An empty pad, or the drawing that was left. */
export function draw(form: ImageForm): void {
  const { keptDrawing } = getLab().look;
  const isSame = keptDrawing && hasForm(keptDrawing, form);
  show(isSame ? keptDrawing : emptyDrawing(form));
}

function emptyDrawing({ height, width, channels }: ImageForm): Drawing {
  const values = new Float32Array(height * width * channels);
  return { kind: 'drawing', height, width, channels, values };
}

/** What is looked at, as something to draw on. */
export function drawOn(picture: ImageForm & { readonly values: Float32Array }): void {
  const { height, width, channels, values } = picture;
  show({ kind: 'drawing', height, width, channels, values: values.slice() });
}

/** The drawing as it is now: the same subject, so that answers stay until the next are there. */
export function keepDrawing(values: Float32Array): void {
  setLab(({ look }) =>
    look.own?.kind === 'drawing' ? { look: { ...look, own: { ...look.own, values } } } : {},
  );
}

export function changeOpened(change: Partial<Pick<OpenedPicture, 'over' | 'isInverted'>>): void {
  setLab(({ look }) =>
    look.own?.kind === 'file' ? { look: { ...look, own: { ...look.own, ...change } } } : {},
  );
}

let newestOpening = 0;

/** A picture file that was dropped or chosen; what was looked at stays where it cannot be read. */
export async function openPicture(file: File): Promise<void> {
  const opening = ++newestOpening;
  try {
    const source = await readPicture(file);
    if (opening !== newestOpening) return;
    show({ kind: 'file', name: file.name, file, source, over: 'white', isInverted: false });
    showInfo(openedText(file.name));
  } catch (error) {
    showError(error);
  }
}

function openedText(name: string): string {
  const { dataset, seed } = shownImages(getLab());
  const view = getLab().cards[cardKey(dataset, seed)];
  if (view?.phase !== 'ready') return `Looking at ${name}.`;
  const { height, width, channels } = view.card;
  const kind = channels === 1 ? ' in grey' : '';
  return `Looking at ${name}, fitted into ${width} × ${height}${kind}, as what models are asked about.`;
}

/** An image of the whole test set, from the worker. */
export async function showNumbered(
  dataset: SystemChoice,
  { number, label, form }: { number: number; label: number; form: ImageForm },
): Promise<void> {
  try {
    const values = await testImages(dataset, [number]);
    const { height, width, channels } = form;
    const size = { height, width, channels };
    show({ kind: 'numbered', dataset: cardKey(dataset, 0), number, label, ...size, values });
  } catch (error) {
    showError(error);
  }
}

/** uint8 [numbers, height, width, channels] */
export async function testImages(
  dataset: SystemChoice,
  numbers: readonly number[],
): Promise<Uint8Array> {
  const { client } = await trainerReady();
  return client.testImages(dataset, numbers);
}

const hasForm = (a: ImageForm, b: ImageForm) =>
  a.height === b.height && a.width === b.width && a.channels === b.channels;

/** The subject as an image of that form; undefined where it belongs to another dataset. */
export function imageOf(
  own: OwnSubject,
  form: ImageForm,
  dataset: SystemChoice,
): Float32Array | undefined {
  if (own.kind === 'file') return fitPicture(own.source, form, own);
  if (own.kind === 'numbered' && own.dataset !== cardKey(dataset, 0)) return undefined;
  const values = floats(own.values);
  if (hasForm(own, form)) return values;
  return fitPicture(asSource(own, values), form, { over: 'black', isInverted: false });
}

const floats = (values: Uint8Array | Float32Array): Float32Array =>
  values instanceof Uint8Array ? Float32Array.from(values, (value) => value / 255) : values;

/** A drawing made for a dataset of another size goes on to the next as a picture would. */
function asSource({ height, width, channels }: ImageForm, values: Float32Array): SourcePicture {
  const rgba = new Float32Array(height * width * 4).fill(1);
  for (let pixel = 0; pixel < height * width; pixel++) {
    for (let colour = 0; colour < 3; colour++) {
      rgba[4 * pixel + colour] = values[pixel * channels + (channels === 3 ? colour : 0)]!;
    }
  }
  return { height, width, rgba };
}

/** Is inverting offered? Where it is not done yet, and the file's ground is not the dataset's. */
export function offersInverting(
  own: OwnSubject | null,
  values: Float32Array,
  { set, form }: { set: { count: number; images: Uint8Array }; form: ImageForm },
): boolean {
  return own?.kind === 'file' && !own.isInverted && isWorthInverting(values, set, form);
}

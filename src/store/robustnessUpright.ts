/**
 * The pictures of the strip upright again. To turn a geometry round takes longer than a slider may
 * wait, most of all where each image has its own: so they follow what is seen, image by image, and
 * the newest question first.
 */
import { createPresenter } from '../training/presenting.ts';
import type { Viewing } from '../training/viewing.ts';
import { explain } from './explain.ts';
import { setLab } from './lab.ts';
import { joined, type StripImages } from './robustnessStrip.ts';
import type { UprightView } from './robustnessView.ts';

interface Question {
  readonly strip: StripImages;
  readonly viewing: Viewing;
}

let newest: Question | null = null;
let isBusy = false;

/** Straightens them soon, where models are told anything at all. */
export function straightenSoon(strip: StripImages, viewing: Viewing): void {
  newest = viewing.told ? { strip, viewing } : null;
  if (!isBusy && newest) void straightenAll();
}

async function straightenAll(): Promise<void> {
  isBusy = true;
  for (let question = newest; question; question = newest === question ? null : newest) {
    const upright = await straighten(question);
    // Those of a move on the way are shown, too: under a slider something must move.
    setLab(({ robustness }) => ({ robustness: { ...robustness, upright } }));
  }
  isBusy = false;
}

async function straighten({ strip, viewing }: Question): Promise<UprightView> {
  const { size, values, count } = strip;
  const { height, width } = size;
  try {
    await breath();
    const presenter = createPresenter(viewing, size, { reads: 'grid' });
    if (presenter.together) {
      const pictures = { height, width, values: presenter.present(values, 0).values };
      return { images: values, viewing, pictures, reason: null };
    }
    const length = values.length / count;
    const parts: Float32Array[] = [];
    for (let image = 0; image < count; image++) {
      const own = values.subarray(image * length, (image + 1) * length);
      parts.push(presenter.present(own, image).values);
      await breath();
    }
    const pictures = { height, width, values: joined(parts, length) };
    return { images: values, viewing, pictures, reason: null };
  } catch (error) {
    return { images: values, viewing, pictures: null, reason: explain(error) };
  }
}

/** Lets the page draw, and sliders move. */
const breath = () => new Promise<void>((resolve) => setTimeout(resolve));

/** What is asked of a person who brings pictures: size, fit, colour. Suggestions follow from heads. */
import type { Reading } from '../importing/reading.ts';
import type { PictureHead } from '../pictures/heads.ts';
import { isInProportion, type Fit, type Rendering } from '../pictures/rendering.ts';
import type { PixelSize } from '../pictures/resampling.ts';

const sides = [8, 16, 24, 28, 32, 48, 64, 96, 128] as const;
/** Pictures of one size up to this are left as they are, unless the person says otherwise. */
const LARGEST_KEPT = 64;
const USUAL = '32';

export function askRendering(heads: readonly PictureHead[], reading: Reading): Rendering {
  const size = askSize(heads, reading);
  const isEven = heads.every((head) => isInProportion(head, size));
  const fit = isEven ? 'stretch' : askFit(reading);
  return { ...size, fit, channels: askChannels(heads, reading) };
}

function askSize(heads: readonly PictureHead[], reading: Reading): PixelSize {
  const [{ width, height }] = heads as [PictureHead];
  const isOne = heads.every((head) => head.width === width && head.height === height);
  const asTheyAre = { value: 'as-is', label: `As they are (${width} × ${height})` };
  const answer = reading.ask(
    {
      id: 'picture-size',
      label: 'Pixel size',
      help: isOne
        ? `All pictures have ${width} × ${height} pixels.`
        : `${describeSizes(heads)} Each pixel becomes the mean of the area that it covers.`,
      choices: [
        ...(isOne ? [asTheyAre] : []),
        ...sides.map((side) => ({ value: String(side), label: `${side} × ${side}` })),
      ],
    },
    isOne && Math.max(width, height) <= LARGEST_KEPT ? asTheyAre.value : USUAL,
  );
  if (answer === asTheyAre.value) return { height, width };
  return { height: Number(answer), width: Number(answer) };
}

function describeSizes(heads: readonly PictureHead[]): string {
  const of = (side: (head: PictureHead) => number) => {
    const sorted = heads.map(side).sort((one, other) => one - other);
    const [least, most] = [sorted[0]!, sorted.at(-1)!];
    return least === most ? String(least) : `${least} to ${most}`;
  };
  return `The pictures are ${of(({ width }) => width)} pixels wide and ${of(({ height }) => height)} high.`;
}

export function askFit(reading: Reading): Fit {
  const answer = reading.ask(
    {
      id: 'picture-fit',
      label: 'Other proportions',
      help: 'What becomes of pictures that are wider or higher than the images.',
      choices: [
        { value: 'crop', label: 'Cut to the middle' },
        { value: 'pad', label: 'Whole, on black' },
        { value: 'stretch', label: 'Stretched' },
      ],
    },
    'crop',
  );
  return answer as Fit;
}

function askChannels(heads: readonly PictureHead[], reading: Reading): 1 | 3 {
  const allGrey = heads.every(({ grey }) => grey === true);
  const answer = reading.ask(
    {
      id: 'picture-colour',
      label: 'Colour',
      help: 'Grey is 0.299 red + 0.587 green + 0.114 blue (ITU-R BT.601).',
      choices: [
        { value: 'colour', label: 'Colour (red, green, blue)' },
        { value: 'grey', label: 'Grey' },
      ],
    },
    allGrey ? 'grey' : 'colour',
  );
  return answer === 'grey' ? 1 : 3;
}

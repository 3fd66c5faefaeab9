/** What the policy over mixed pictures touched, in sentences with counts. */
import type { SourceFile } from '../files/sourceFile.ts';
import type { PictureHead } from '../pictures/heads.ts';
import type { Rendering } from '../pictures/rendering.ts';
import { counted } from './imageFolderLayout.ts';

interface SeenPicture {
  readonly file: Pick<SourceFile, 'path'>;
  readonly head: PictureHead;
}

const fits: Readonly<Record<Rendering['fit'], string>> = {
  stretch: 'stretched where their proportions differ',
  crop: 'cut to the middle where their proportions differ',
  pad: 'whole, on black where their proportions differ',
};

export function remarksOnPictures(pictures: readonly SeenPicture[], wanted: Rendering): string[] {
  const { width, height, channels, fit } = wanted;
  const sentences: readonly (readonly [(picture: SeenPicture) => boolean, string])[] = [
    [
      ({ head }) => head.width !== width || head.height !== height,
      `brought to ${width} × ${height} pixels (areas averaged, or lines between pixels where they grow), ${fits[fit]}`,
    ],
    [({ head }) => head.depth > 8, 'reduced from 16 bits a value to 8'],
    [({ head }) => head.alpha, 'with clear pixels, laid over black'],
    [({ head }) => head.animated, 'that move: the first frame is taken'],
    [({ head }) => head.turned, 'turned as their Exif data say'],
    [({ head }) => channels === 1 && head.grey === false, 'in colour made grey'],
    [({ head }) => channels === 3 && head.grey === true, 'in grey beside others in colour'],
    [isMisnamed, 'named as another type than they are, read by their content'],
  ];
  return sentences.flatMap(([applies, what]) => {
    const count = pictures.filter(applies).length;
    return count > 0 ? [`${counted(count)} ${what}.`] : [];
  });
}

const endings: Readonly<Record<PictureHead['format'], RegExp>> = {
  png: /\.png$/i,
  jpeg: /\.(jpe?g|jfif)$/i,
  webp: /\.webp$/i,
  gif: /\.gif$/i,
  bmp: /\.(bmp|dib)$/i,
};

function isMisnamed({ file, head }: SeenPicture): boolean {
  return /\.[a-z]+$/i.test(file.path) && !endings[head.format].test(file.path);
}

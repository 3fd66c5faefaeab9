/** One image, large, beside the images that are most like it. */
import { useMemo, type Ref } from 'react';
import type { Neighbour } from '../../datasets/analysis/description.ts';
import { askAboutChosen, canAsk, goTo, type ChosenImage as Chosen } from '../../store/dataPage.ts';
import { useLab } from '../../store/lab.ts';
import { countText } from '../../store/wording.ts';
import { pictureAt, type Picture } from '../parts/drawPixels.ts';
import { PixelImage } from '../parts/PixelImage.tsx';
import controls from '../shell/controls.module.css';
import styles from './ChosenImage.module.css';
import { partName } from './imageList.ts';
import { classNameOf, type Outline } from './outline.ts';

export interface ChosenImageProps {
  readonly outline: Outline;
  readonly ref: Ref<HTMLElement>;
}

export function ChosenImage({ outline, ref }: ChosenImageProps) {
  const chosen = useLab(({ data }) => data.chosen);
  return (
    <section ref={ref} className={styles.closeUp} aria-label="Chosen image" tabIndex={-1}>
      {chosen && <Large chosen={chosen} outline={outline} />}
      {chosen && <Neighbours chosen={chosen} outline={outline} />}
    </section>
  );
}

interface PartProps {
  readonly chosen: Chosen;
  readonly outline: Outline;
}

function Large({ chosen: { place, values, reason }, outline }: PartProps) {
  const isAskable = useLab(canAsk);
  const { height, width, channels, counts } = outline;
  const picture = useMemo<Picture | null>(
    () => values && { height, width, channels, values },
    [values, height, width, channels],
  );
  const name = classNameOf(outline, place);
  return (
    <div className={styles.large}>
      <div className={styles.picture}>
        {picture && (
          <PixelImage
            picture={picture}
            label={name === undefined ? 'Image' : `Image of class ${name}`}
          />
        )}
      </div>
      <div className={styles.words}>
        <h3>{name ?? '…'}</h3>
        <p>
          {partName[place.part]} image {countText(place.index + 1)}
          <br />
          of {countText(counts[place.part])}
        </p>
        {isAskable && (
          <button
            type="button"
            className={controls.button}
            title="Look at it on the bench, through the trained models"
            onClick={() => void askAboutChosen({ height, width, channels })}
          >
            Ask the models
          </button>
        )}
        {reason !== null && <p className={styles.reason}>{reason}</p>}
      </div>
    </div>
  );
}

function Neighbours({ chosen, outline }: PartProps) {
  const { neighbours, neighbourImages, reason, place } = chosen;
  const own = outline.description?.labels[place.part][place.index];
  return (
    <div className={styles.neighbours} aria-busy={!neighbours && reason === null}>
      <div className={styles.title}>
        <h3 className={controls.heading}>Nearest neighbours</h3>
        <span>root mean square difference, 0 to 1</span>
      </div>
      <ol>
        {neighbours?.map((each, index) => (
          <li key={`${each.part}/${each.index}`}>
            <NeighbourButton
              neighbour={each}
              name={outline.classNames[each.label] ?? String(each.label)}
              isOther={own !== undefined && each.label !== own}
              picture={neighbourImages && pictureAt({ ...outline, images: neighbourImages }, index)}
            />
          </li>
        ))}
      </ol>
    </div>
  );
}

function NeighbourButton(props: {
  neighbour: Neighbour;
  name: string;
  /** Of another class than the chosen one. */
  isOther: boolean;
  picture: Picture | null;
}) {
  const { neighbour, name, isOther, picture } = props;
  const { part, index, distance } = neighbour;
  const place = `${partName[part]} image ${countText(index + 1)}`;
  return (
    <button
      type="button"
      title={`${place}, class ${name}, distance ${distance.toFixed(3)}`}
      onClick={() => goTo({ part, index })}
    >
      <span className={styles.small}>{picture && <PixelImage picture={picture} label="" />}</span>
      <span className={controls.spoken}>{place}, class</span>
      <b data-other={isOther}>{name}</b>
      <span className={controls.spoken}>distance</span>
      <span>{distance.toFixed(3)}</span>
      <span aria-hidden>{part}</span>
    </button>
  );
}

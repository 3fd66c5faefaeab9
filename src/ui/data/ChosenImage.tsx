/** One image, large, beside the images that are most like it. */
import { useMemo, type Ref } from 'react';
import type { DatasetDescription, Neighbour, Place } from '../../datasets/analysis/description.ts';
import { askAboutChosen, canAsk, goTo, type ChosenImage as Chosen } from '../../store/dataPage.ts';
import { useLab } from '../../store/lab.ts';
import { countText } from '../../store/wording.ts';
import { pictureAt, type Picture } from '../parts/drawPixels.ts';
import { PixelImage } from '../parts/PixelImage.tsx';
import controls from '../shell/controls.module.css';
import styles from './ChosenImage.module.css';
import { partName } from './imageList.ts';

export interface ChosenImageProps {
  readonly description: DatasetDescription;
  readonly ref: Ref<HTMLElement>;
}

export function ChosenImage({ description, ref }: ChosenImageProps) {
  const chosen = useLab(({ data }) => data.chosen);
  return (
    <section ref={ref} className={styles.closeUp} aria-label="Chosen image" tabIndex={-1}>
      {chosen && <Large chosen={chosen} description={description} />}
      {chosen && <Neighbours chosen={chosen} description={description} />}
    </section>
  );
}

const classOf = ({ labels, classNames }: DatasetDescription, { part, index }: Place) =>
  classNames[labels[part][index]!] ?? String(labels[part][index]);

interface PartProps {
  readonly chosen: Chosen;
  readonly description: DatasetDescription;
}

function Large({ chosen: { place, values, reason }, description }: PartProps) {
  const isAskable = useLab(canAsk);
  const { height, width, channels, labels } = description;
  const picture = useMemo<Picture | null>(
    () => values && { height, width, channels, values },
    [values, height, width, channels],
  );
  const name = classOf(description, place);
  return (
    <div className={styles.large}>
      <div className={styles.picture}>
        {picture && <PixelImage picture={picture} label={`Image of class ${name}`} />}
      </div>
      <div className={styles.words}>
        <h3>{name}</h3>
        <p>
          {partName[place.part]} image {countText(place.index + 1)}
          <br />
          of {countText(labels[place.part].length)}
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

function Neighbours({ chosen, description }: PartProps) {
  const { neighbours, neighbourImages, reason, place } = chosen;
  const own = description.labels[place.part][place.index];
  return (
    <div className={styles.neighbours} aria-busy={!neighbours && reason === null}>
      <div className={styles.title}>
        <h3 className={controls.heading}>Nearest neighbours</h3>
        <span>by root mean square of pixel differences, 0 to 1</span>
      </div>
      <ol>
        {neighbours?.map((each, index) => (
          <li key={`${each.part}/${each.index}`}>
            <NeighbourButton
              neighbour={each}
              name={classOf(description, each)}
              isOther={each.label !== own}
              picture={
                neighbourImages && pictureAt({ ...description, images: neighbourImages }, index)
              }
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
      title={`${place}, ${name}, distance ${distance.toFixed(3)}`}
      aria-label={`${place}, class ${name}, distance ${distance.toFixed(3)}`}
      onClick={() => goTo({ part, index })}
    >
      <span className={styles.small}>{picture && <PixelImage picture={picture} label="" />}</span>
      <b data-other={isOther}>{name}</b>
      <span>{distance.toFixed(3)}</span>
      <span>{part}</span>
    </button>
  );
}

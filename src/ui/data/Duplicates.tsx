/** Images that are there more than once: a test image that was learned from tells nothing. */
import { useEffect, useMemo, useState } from 'react';
import type { SystemChoice } from '../../core/system.ts';
import type { DatasetDescription, Place } from '../../datasets/analysis/description.ts';
import { goTo } from '../../store/dataPage.ts';
import { loadImages } from '../../store/imageFeed.ts';
import { countText } from '../../store/wording.ts';
import type { Picture } from '../parts/drawPixels.ts';
import { PixelImage } from '../parts/PixelImage.tsx';
import controls from '../shell/controls.module.css';
import styles from './Duplicates.module.css';
import { duplicatesText, leakText, contradictionText } from './duplicateWords.ts';
import { partName } from './imageList.ts';

export interface DuplicatesProps {
  readonly choice: SystemChoice;
  readonly description: DatasetDescription;
}

/** Groups shown at first, and added by each press of the button; places of one group at most. */
const GROUPS = 20;
const PLACES = 12;

export function Duplicates({ choice, description }: DuplicatesProps) {
  const [limit, setLimit] = useState(GROUPS);
  const groups = useMemo(
    () => description.duplicates.slice(0, limit),
    [description.duplicates, limit],
  );
  const pictures = useFirstPictures(choice, groups, description);
  const left = description.duplicates.length - groups.length;
  return (
    <div className={styles.duplicates}>
      <p>{duplicatesText(description)}</p>
      {description.leakedTestImages > 0 && (
        <p className={styles.warning}>{leakText(description.leakedTestImages)}</p>
      )}
      {description.contradictions > 0 && (
        <p className={styles.warning}>{contradictionText(description.contradictions)}</p>
      )}
      <ul>
        {groups.map((group, index) => (
          <Group
            key={placeKey(group[0]!)}
            picture={pictures?.[index] ?? null}
            {...{ group, description }}
          />
        ))}
      </ul>
      {left > 0 && (
        <button type="button" className={controls.button} onClick={() => setLimit(limit + GROUPS)}>
          Show more of {countText(left)}
        </button>
      )}
    </div>
  );
}

const placeKey = ({ part, index }: Place) => `${part}/${index}`;

/** The picture that the images of each group share; null until they are there. */
function useFirstPictures(
  choice: SystemChoice,
  groups: readonly (readonly Place[])[],
  form: { height: number; width: number; channels: number },
): readonly Picture[] | null {
  const [pictures, setPictures] = useState<readonly Picture[] | null>(null);
  const { height, width, channels } = form;
  useEffect(() => {
    let isWanted = true;
    const firsts = groups.map(([first]) => first!);
    void loadImages(choice, firsts).then((images) => {
      if (!isWanted || !images) return;
      const size = height * width * channels;
      const at = (index: number) => images.subarray(index * size, (index + 1) * size);
      setPictures(firsts.map((_, index) => ({ height, width, channels, values: at(index) })));
    });
    return () => void (isWanted = false);
  }, [choice, groups, height, width, channels]);
  return pictures;
}

function Group(props: {
  group: readonly Place[];
  picture: Picture | null;
  description: DatasetDescription;
}) {
  const { group, picture, description } = props;
  const { labels, classNames } = description;
  const labelOf = ({ part, index }: Place) => labels[part][index]!;
  const isContradiction = group.some((place) => labelOf(place) !== labelOf(group[0]!));
  return (
    <li className={styles.group} data-contradiction={isContradiction}>
      <span className={styles.picture}>{picture && <PixelImage picture={picture} label="" />}</span>
      <span className={styles.places}>
        {group.slice(0, PLACES).map((place) => {
          const name = classNames[labelOf(place)] ?? String(labelOf(place));
          const text = `${partName[place.part]} ${countText(place.index + 1)}`;
          return (
            <button
              key={placeKey(place)}
              type="button"
              title={`Go to ${text}, class ${name}`}
              onClick={() => goTo(place)}
            >
              {text} <b>{name}</b>
            </button>
          );
        })}
        {group.length > PLACES && <span>and {countText(group.length - PLACES)} more</span>}
      </span>
    </li>
  );
}

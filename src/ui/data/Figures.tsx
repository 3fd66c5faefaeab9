/** What a dataset looks like as a whole: its classes, its pixel values, its numbers. */
import type { DatasetDescription } from '../../datasets/analysis/description.ts';
import { chooseLabel } from '../../store/dataPage.ts';
import { useLab } from '../../store/lab.ts';
import { countText } from '../../store/wording.ts';
import { DataFigure } from '../charts/DataFigure.tsx';
import { pictureAt, type Picture } from '../parts/drawPixels.ts';
import { PixelImage } from '../parts/PixelImage.tsx';
import controls from '../shell/controls.module.css';
import { barsOf, classTable, histogramTable } from './figures.ts';
import styles from './Figures.module.css';
import { PixelHistogram } from './PixelHistogram.tsx';

export interface FiguresProps {
  readonly label: string;
  readonly description: DatasetDescription;
}

export function Figures({ label, description }: FiguresProps) {
  return (
    <div className={styles.figures}>
      <section aria-label="Classes">
        <h3 className={controls.heading}>Classes and their mean images</h3>
        <DataFigure
          title={`Classes of ${label}`}
          table={() => classTable(description)}
          caption={
            <span className={styles.key}>
              <i data-part="train" /> training <i data-part="test" /> test, share of its part
            </span>
          }
        >
          <Classes description={description} />
        </DataFigure>
      </section>
      <section aria-label="Pixel values">
        <h3 className={controls.heading}>Pixel values, share in %</h3>
        <DataFigure
          title={`Pixel values of ${label}`}
          table={() => histogramTable(description)}
          caption={pixelText(description)}
        >
          <PixelHistogram description={description} />
        </DataFigure>
      </section>
    </div>
  );
}

/** `mean 0.13 ± 0.31 · 2 images of one value` */
function pixelText({ mean, deviation, constantImages }: DatasetDescription): string {
  const text = `mean ${mean.toFixed(3)} ± ${deviation.toFixed(3)} deviation`;
  if (constantImages === 0) return text;
  const images = constantImages === 1 ? 'image is' : 'images are';
  return `${text} · ${countText(constantImages)} ${images} of one colour`;
}

/** A row for each class, and one for all; a press shows its images. */
function Classes({ description }: { description: DatasetDescription }) {
  const { meanImage, classMeans, classNames, labels, trainCounts, testCounts } = description;
  const shown = useLab(({ data }) => data.label);
  const bars = barsOf(description);
  const pictures = { ...description, images: classMeans };
  return (
    <ul className={styles.classes}>
      <ClassRow
        name="All"
        picture={{ ...description, values: meanImage }}
        train={labels.train.length}
        test={labels.test.length}
        isShown={shown === null}
        onPress={() => chooseLabel(null)}
      />
      {classNames.map((name, index) => (
        <ClassRow
          key={index}
          name={name}
          picture={pictureAt(pictures, index)}
          train={trainCounts[index]!}
          test={testCounts[index]!}
          bars={bars[index]}
          isShown={shown === index}
          onPress={() => chooseLabel(shown === index ? null : index)}
        />
      ))}
    </ul>
  );
}

function ClassRow(props: {
  name: string;
  picture: Picture;
  train: number;
  test: number;
  /** Shares of the longest bar; all images have none. */
  bars?: { readonly train: number; readonly test: number } | undefined;
  isShown: boolean;
  onPress: () => void;
}) {
  const { name, picture, train, test, bars, isShown, onPress } = props;
  return (
    <li>
      <button
        type="button"
        aria-pressed={isShown}
        title={`Show the images of ${name}`}
        onClick={onPress}
      >
        <span className={styles.mean}>
          <PixelImage picture={picture} label="" />
        </span>
        <span className={styles.name}>{name}</span>
        <span className={styles.bars}>
          {bars && <i data-part="train" style={{ width: `${100 * bars.train}%` }} />}
          {bars && <i data-part="test" style={{ width: `${100 * bars.test}%` }} />}
        </span>
        <span className={styles.count}>
          {countText(train)} <span className={controls.spoken}>training images</span>
        </span>
        <span className={styles.count}>
          {countText(test)} <span className={controls.spoken}>test images</span>
        </span>
      </button>
    </li>
  );
}

/** Ways to other images of the strip: the next ones, any of the fixed test images, one's own. */
import { useLab } from '../../store/lab.ts';
import { chooseStrip, showOwnInStrip, turnStrip } from '../../store/robustnessStrip.ts';
import { useShownCard } from '../benches/useCards.ts';
import { SubjectColumn } from '../look/SubjectColumn.tsx';
import { useSubject } from '../look/useSubject.ts';
import { TestImageGrid } from '../parts/TestImageGrid.tsx';
import styles from './Images.module.css';
import { PopoverMenu } from './PopoverMenu.tsx';
import { swapped } from './strip.ts';

export function TurnStrip() {
  return (
    <span className={styles.pair}>
      <button type="button" aria-label="Images before these" onClick={() => turnStrip(-1)}>
        ‹
      </button>
      <button type="button" aria-label="Images after these" onClick={() => turnStrip(1)}>
        ›
      </button>
    </span>
  );
}

/** @param props.place of the chosen image among the fixed test images; null: it is none of them */
export function SwapImage({ place }: { place: number | null }) {
  const view = useShownCard();
  const strip = useLab(({ robustness }) => robustness.strip);
  if (view.phase !== 'ready' || place === null) return null;
  const { card } = view;
  return (
    <PopoverMenu label="Swap image" name="Swap image for another" width={420}>
      {(close) => (
        <TestImageGrid
          set={{ ...card, ...card.testImages }}
          classNames={card.classNames}
          predictions={null}
          selected={place}
          most={80}
          onSelect={(image) => {
            chooseStrip(swapped(strip, strip.indexOf(place), image));
            close();
          }}
        />
      )}
    </PopoverMenu>
  );
}

/** A drawing or a file: the picture that Classify looks at, too. */
export function OwnPicture() {
  const view = useSubject();
  const isShown = useLab(({ robustness }) => robustness.isOwnShown);
  if (view.phase !== 'ready') return null;
  const { subject } = view;
  return (
    <>
      <PopoverMenu label="Draw or open" name="Draw or open a picture of your own" width={192}>
        {() => <SubjectColumn subject={subject} />}
      </PopoverMenu>
      {subject.own && (
        <label>
          <input
            type="checkbox"
            checked={isShown}
            onChange={({ target }) => showOwnInStrip(target.checked)}
          />
          {subject.name} in the strip
        </label>
      )}
    </>
  );
}

/** What was understood of files: size, counts, classes with pictures, what a person should know. */
import { TriangleAlert } from 'lucide-react';
import { memo, useMemo, type ReactNode } from 'react';
import type { UnderstoodImport } from '../../store/importing.ts';
import { bytesText, countText } from '../../store/wording.ts';
import { pictureAt, type Picture } from '../parts/drawPixels.ts';
import { PixelImage } from '../parts/PixelImage.tsx';
import styles from './ImportDialog.module.css';

export interface UnderstoodProps {
  readonly understood: UnderstoodImport;
  /** What stands between the facts and the classes. */
  readonly children: ReactNode;
}

export function Understood({ understood, children }: UnderstoodProps) {
  const { format, height, width, channels, trainCount, testCount, bytes, remarks } = understood;
  return (
    <>
      <dl className={styles.facts}>
        <Fact name="Format" text={format} />
        <Fact name="Images" text={`${width} × ${height}, ${channelsText(channels)}`} />
        <Fact
          name="Counts"
          text={`${countText(trainCount)} to train, ${countText(testCount)} to test`}
        />
        <Fact name="Room" text={bytesText(bytes)} />
      </dl>
      {remarks.length > 0 && (
        <ul className={styles.remarks} aria-label="To know">
          {remarks.map((remark) => (
            <li key={remark}>
              <TriangleAlert size={14} aria-hidden />
              {remark}
            </li>
          ))}
        </ul>
      )}
      {children}
      <Classes understood={understood} />
    </>
  );
}

function Fact({ name, text }: { name: string; text: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{text}</dd>
    </div>
  );
}

function channelsText(channels: number): string {
  if (channels === 1) return 'grey';
  return channels === 3 ? 'colour' : `${channels} channels`;
}

/** Pictures of a class side by side at most. */
const SHOWN = 6;

const Classes = memo(function Classes({ understood }: { understood: UnderstoodImport }) {
  const { classes } = understood;
  const pictures = useMemo(() => picturesByClass(understood), [understood]);
  const title = classes.length === 1 ? '1 class' : `${classes.length} classes`;
  return (
    <div className={styles.classes} role="region" aria-label={title} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{title}</th>
            <th scope="col">Train</th>
            <th scope="col">Test</th>
            <th scope="col">Samples</th>
          </tr>
        </thead>
        <tbody>
          {classes.map(({ name, train, test }, label) => (
            <tr key={label}>
              <th scope="row" title={name}>
                {name}
              </th>
              <td>{countText(train)}</td>
              <td>{countText(test)}</td>
              <td>
                <div className={styles.samples}>
                  {(pictures.get(label) ?? []).map((picture, place) => (
                    <PixelImage key={place} picture={picture} label={`${name}, ${place + 1}`} />
                  ))}
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
});

function picturesByClass({ samples, height, width, channels }: UnderstoodImport) {
  const byClass = new Map<number, Picture[]>();
  for (let index = 0; index < samples.count; index++) {
    const label = samples.labels[index]!;
    const held = byClass.get(label) ?? [];
    if (held.length === SHOWN) continue;
    const set = { height, width, channels, images: samples.images };
    byClass.set(label, [...held, pictureAt(set, index)]);
  }
  return byClass;
}

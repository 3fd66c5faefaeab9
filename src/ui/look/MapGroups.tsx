/** The pictures that a probe answered with: by layer, small ones to choose from and one to read. */
import { useMemo, useState } from 'react';
import type { ProbeGroup, ProbeMap, ProbeView } from '../../store/probes.ts';
import type { ChartTable } from '../charts/chart.ts';
import { DataFigure } from '../charts/DataFigure.tsx';
import { colourMap, filePalette, scaleOf, type MapScale } from '../parts/mapColours.ts';
import { MapImage } from '../parts/MapImage.tsx';
import { ReadableMap } from '../parts/ReadableMap.tsx';
import { saveTiles } from '../parts/savePicture.ts';
import { ScaleBar } from '../parts/ScaleBar.tsx';
import styles from './MapGroups.module.css';

export interface MapGroupsProps {
  /** Names the figure: `Inside calm-otter`. */
  readonly title: string;
  readonly view: ProbeView | undefined;
}

export function MapGroups({ title, view }: MapGroupsProps) {
  const [groupPlace, setGroup] = useState(0);
  const [mapPlace, setMap] = useState(0);
  const [reading, setReading] = useState<string | null>(null);
  const groups = view?.answer?.groups ?? [];
  const group = groups[Math.min(groupPlace, groups.length - 1)];
  const map = group?.maps[Math.min(mapPlace, group.maps.length - 1)];
  const scale = useMemo(() => group && scaleOfGroup(group), [group]);
  if (!group || !map || !scale) {
    const reason = view?.reason ?? (view?.answer ? 'Nothing to show of this model.' : null);
    const early = view?.isAsking === false ? 'No weights to ask yet.' : 'Computing …';
    return <p className={styles.waiting}>{reason ?? early}</p>;
  }
  const save = () => void saveTiles([tileOf(map, { group, scale })], `${title} ${group.label}`);
  return (
    <DataFigure
      title={title}
      table={() => tableOf(group)}
      caption={reading ?? countText(group)}
      files={[{ label: 'Picture, PNG', save }]}
    >
      <div className={styles.groups} data-asking={view?.isAsking}>
        <div className={styles.choose}>
          {groups.length > 1 && (
            <select
              aria-label="Layer"
              value={Math.min(groupPlace, groups.length - 1)}
              onChange={({ target }) => {
                setGroup(Number(target.value));
                setMap(0);
              }}
            >
              {groups.map((each, place) => (
                <option key={each.label} value={place}>
                  {layerName(each.label)} · {unitCount(each)}
                </option>
              ))}
            </select>
          )}
          <MapGrid {...{ group, scale }} selected={group.maps.indexOf(map)} onSelect={setMap} />
        </div>
        <div className={styles.chosen}>
          <div data-row={map.height === 1}>
            <ReadableMap
              map={map}
              signed={group.signed}
              scale={scale}
              label={`${layerName(group.label)}, ${map.label}`}
              onRead={setReading}
            />
          </div>
          <p>{/^\d/.test(map.label) ? `unit ${map.label}` : layerName(map.label)}</p>
          <ScaleBar scale={scale} signed={group.signed} />
        </div>
      </div>
    </DataFigure>
  );
}

/** As a contract names it, `activation/pixel 1`, without its family. */
export const layerName = (label: string): string => label.replace(/^activation\//, '');

/** A layer without a plane is one picture, a row of all its units. */
const isRow = ({ maps }: ProbeGroup): boolean => maps[0]?.height === 1;
const unitCount = (group: ProbeGroup): number =>
  isRow(group) ? group.maps[0]!.width : group.total;

function countText(group: ProbeGroup): string {
  const { maps, total, label } = group;
  if (isRow(group)) return `${layerName(label)}: a row of ${unitCount(group)} units`;
  const count = maps.length === total ? `${total}` : `${maps.length} of ${total}`;
  return `${layerName(label)}: ${count} ${total === 1 ? 'map' : 'maps'}, on one scale`;
}

/** One scale for a whole layer: a unit that says little looks like little. */
function scaleOfGroup({ maps, signed }: ProbeGroup): MapScale {
  const ends = maps.map(({ values }) => scaleOf(values, signed));
  return {
    low: Math.min(...ends.map(({ low }) => low)),
    high: Math.max(...ends.map(({ high }) => high)),
  };
}

function MapGrid(props: {
  group: ProbeGroup;
  scale: MapScale;
  selected: number;
  onSelect: (place: number) => void;
}) {
  const { group, scale, selected, onSelect } = props;
  return (
    <ul className={styles.grid} aria-label={layerName(group.label)}>
      {group.maps.map((map, place) => (
        <li key={place} data-row={map.height === 1}>
          <button
            type="button"
            aria-pressed={place === selected}
            aria-label={`Unit ${map.label}`}
            onClick={() => onSelect(place)}
          >
            <MapImage map={map} signed={group.signed} scale={scale} label="" />
          </button>
        </li>
      ))}
    </ul>
  );
}

function tableOf({ maps }: ProbeGroup): ChartTable {
  const [first] = maps;
  const { width = 1, values = new Float32Array() } = first ?? {};
  return {
    columns: ['x', 'y', ...maps.map(({ label }) => label)],
    rows: Array.from(values, (_, pixel) => [
      pixel % width,
      Math.floor(pixel / width),
      ...maps.map((map) => map.values[pixel] ?? null),
    ]),
  };
}

function tileOf(map: ProbeMap, { group, scale }: { group: ProbeGroup; scale: MapScale }) {
  const { height, width, values } = map;
  const pixels = colourMap(values, { scale, signed: group.signed }, filePalette);
  return { title: `${layerName(group.label)}, ${map.label}`, pixels, height, width };
}

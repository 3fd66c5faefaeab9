/** Performance profiles as a table: which share of an arm's runs lies above each accuracy. */
import type { Profile } from '../analysis.ts';
import { percent, type Table } from './table.ts';

/** A row for each threshold, three columns for each arm. */
export function profilesTable(profiles: readonly Profile[]): Table {
  const thresholds = profiles[0]?.thresholds ?? [];
  return {
    columns: [
      'Accuracy above (%)',
      ...profiles.flatMap(({ arm }) => [`${arm} (%)`, `${arm} from (%)`, `${arm} to (%)`]),
    ],
    decimals: [1, ...profiles.flatMap(() => [1, 1, 1])],
    rows: thresholds.map((threshold, i) => [
      percent(threshold),
      ...profiles.flatMap(({ shares, low, high }) => [
        ...[percent(shares[i]!), percent(low[i]!), percent(high[i]!)],
      ]),
    ]),
  };
}

/**
 * What a chart of the lab is, in the lab's own words and without plotly: lines or points over two
 * axes, perhaps with bands and upright marks, and the table that they were drawn from.
 */

/** A run by its colour's number, or a colour that belongs to nobody. */
export type ChartColour = number | 'ink' | 'soft' | 'accent' | 'bad';

export interface Axis {
  /** What runs along it; written small at the end of the x axis, a card's title says the y axis. */
  readonly label: string;
  /** In the axis' own unit, also on a logarithmic one. Without it the data decide. */
  readonly range?: readonly [low: number, high: number];
  readonly scale?: 'linear' | 'logarithmic';
  /** Where the ticks are; without it a few round numbers. */
  readonly ticks?: readonly number[];
  /** Written behind each tick: ` %`, `°`. */
  readonly suffix?: string;
}

export interface Series {
  readonly name: string;
  readonly colour: ChartColour;
  readonly style: 'solid' | 'dashed' | 'dotted' | 'points' | 'cross';
  readonly x: readonly number[];
  /** null or a number that is not finite leaves a gap. */
  readonly y: readonly (number | null)[];
  /** One label per point, plain text; without it the series answers no pointer. */
  readonly hover?: readonly string[];
  /** Lower and upper end of a band around the line. */
  readonly band?: { readonly low: readonly number[]; readonly high: readonly number[] };
}

/** An upright dotted line at a place on the x axis. */
export interface Mark {
  readonly x: number;
  readonly label: string;
}

export interface ChartTable {
  readonly columns: readonly string[];
  /** Digits after the point, by column, as a table shows them; files keep all. */
  readonly decimals?: readonly (number | undefined)[];
  /** null: nothing was measured there. */
  readonly rows: readonly (readonly (string | number | null)[])[];
}

export interface Chart {
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  readonly marks?: readonly Mark[];
}

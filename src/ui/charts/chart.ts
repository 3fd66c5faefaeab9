/**
 * What a chart of the lab is, in the lab's own words and without plotly: lines or points over two
 * axes, perhaps with bands, whiskers and upright marks, and the table that they were drawn from.
 */

/** A run by its colour's number, or a colour that belongs to nobody. */
export type ChartColour = number | 'ink' | 'soft' | 'accent' | 'bad';

export interface Axis {
  /** What runs along it; written small at the end of the x axis, a card's title says the y axis. */
  readonly label: string;
  /** `%`, `nats`; files write it behind the label. */
  readonly unit?: string;
  /** In the axis' own unit, also on a logarithmic one. Without it the data decide. */
  readonly range?: readonly [low: number, high: number];
  readonly scale?: 'linear' | 'logarithmic';
  /** Where the ticks are; without it a few round numbers. */
  readonly ticks?: readonly number[];
  /** Names in place of numbers: 0 is the first. In between lies room to set points apart. */
  readonly categories?: readonly string[];
  /** Written behind each tick: ` %`, `°`. */
  readonly suffix?: string;
}

/** Lower and upper ends, one pair for each point; null where there is none. */
export interface Ends {
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
}

export interface Series {
  readonly name: string;
  readonly colour: ChartColour;
  readonly style: 'solid' | 'dashed' | 'dotted' | 'points' | 'cross';
  /** `faint` lies behind the others and is named in no legend; `strong` is what one looks for. */
  readonly emphasis?: 'faint' | 'strong';
  readonly x: readonly number[];
  /** null or a number that is not finite leaves a gap. */
  readonly y: readonly (number | null)[];
  /** One label per point, plain text; without it the series answers no pointer. */
  readonly hover?: readonly string[];
  /** An area around the line. */
  readonly band?: Ends;
  /** Whiskers at the points. */
  readonly interval?: Ends;
}

/** An upright dotted line at a place on the x axis. */
export interface Mark {
  readonly x: number;
  readonly label: string;
}

export interface ChartTable {
  /** With their units: `Test loss (nats)`. */
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

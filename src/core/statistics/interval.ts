/** Where a value lies by a stated confidence, in the unit of the values. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

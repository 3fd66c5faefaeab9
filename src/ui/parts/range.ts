/** Figures of a slider. */

/** The power of ten nearest below a hundredth of the range: fine enough to drag, round to read. */
export function stepOf({ min, max, kind }: { min: number; max: number; kind: string }): number {
  if (kind === 'integer') return 1;
  const exponent = Math.floor(Math.log10((max - min) / 100) + 1e-9);
  return Number(`1e${exponent}`);
}

/** Units as they stand beside a narrow slider; spoken ones are whole. */
const shortUnits: Readonly<Record<string, string>> = { pixels: 'px', 'pixels per row': 'px/row' };

export function shortUnit(unit: string | undefined): string | undefined {
  return unit && (shortUnits[unit] ?? unit);
}

/** `−12.5 pixels`, `30°`, `1.2×`. */
export function amountText(value: number, unit = ''): string {
  const number = String(Number(value.toFixed(3))).replace('-', '−');
  return unit === '' || ['°', '×', '%'].includes(unit) ? number + unit : `${number} ${unit}`;
}

/** Where a value lies on its slider, 0 to 1. */
export function placeOf(value: number, { min, max }: { min: number; max: number }): number {
  return Math.min(1, Math.max(0, (value - min) / (max - min)));
}

/** How often pixels have which value, over five powers of ten; colour as three lines. */
import type { DatasetDescription } from '../../datasets/analysis/description.ts';
import { binsOf, BINS, channelName, heightOf } from './figures.ts';
import styles from './Figures.module.css';

const HEIGHT = 100;
const ticks = [
  { share: 1, text: '100' },
  { share: 0.01, text: '1' },
  { share: 0.0001, text: '0.01' },
];

export function PixelHistogram({ description }: { description: DatasetDescription }) {
  const { channels } = description;
  const bins = binsOf(description);
  return (
    <div className={styles.histogram} role="img" aria-label={summaryOf(bins)}>
      <div className={styles.ticks} aria-hidden>
        {ticks.map(({ share, text }) => (
          <span key={text} style={{ bottom: `${100 * heightOf(share)}%` }}>
            {text}
          </span>
        ))}
      </div>
      <svg viewBox={`0 0 ${BINS} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden>
        {ticks.map(({ share }) => (
          <line key={share} x2={BINS} y1={yOf(share)} y2={yOf(share)} className={styles.gridLine} />
        ))}
        {bins.map((shares, channel) => (
          <path
            key={channel}
            d={stepsOf(shares)}
            className={styles.steps}
            data-channel={channelName(channel, channels)}
          />
        ))}
      </svg>
      <p className={styles.values} aria-hidden>
        <span>0</span>
        <span>128</span>
        <span>255</span>
      </p>
    </div>
  );
}

const yOf = (share: number) => HEIGHT * (1 - heightOf(share));

/** Along the tops of the bins, from the axis and back to it. */
function stepsOf(shares: readonly number[]): string {
  const tops = shares.map((share, bin) => `V${yOf(share).toFixed(2)}H${bin + 1}`);
  return `M0 ${HEIGHT}${tops.join('')}V${HEIGHT}`;
}

function summaryOf(bins: readonly (readonly number[])[]): string {
  const texts = bins.map((shares, channel) => {
    const dark = shares[0]! * 100;
    const bright = shares.at(-1)! * 100;
    const name = channelName(channel, bins.length);
    return `${name}: ${dark.toFixed(1)} % near 0, ${bright.toFixed(1)} % near 255`;
  });
  return `Shares of pixel values. ${texts.join('; ')}.`;
}

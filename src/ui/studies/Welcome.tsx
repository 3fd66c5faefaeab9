/** Where nothing is planned or open: what a study is, and how it begins. */
import styles from './Welcome.module.css';

const steps = [
  ['Plan', 'Choose what is compared, over which training-set sizes, and what will be tested.'],
  ['Run', 'Every arm is trained with the same seeds. Close the page; it goes on where it was.'],
  ['Read', 'Means with intervals, every run a dot, and a verdict in words that holds.'],
] as const;

export function Welcome() {
  return (
    <div className={styles.welcome}>
      <h2>Who wins, by how much, and would it happen again?</h2>
      <p>
        One run is an anecdote. A study repeats a comparison over seeds and amounts of data, pairs
        the runs, and says what can be said: better, worse, or not yet known.
      </p>
      <ol>
        {steps.map(([title, text], place) => (
          <li key={title}>
            <span aria-hidden>{place + 1}</span>
            <b>{title}</b>
            <p>{text}</p>
          </li>
        ))}
      </ol>
      <Figure />
    </div>
  );
}

/** Two curves with their dots and bands, as a sign of what comes out: no data, no axes. */
function Figure() {
  const arms = [
    { colour: 'var(--run-0)', path: 'M20 92C80 60 130 34 280 22', dots: [92, 57, 36, 22] },
    { colour: 'var(--run-1)', path: 'M20 108C90 92 150 60 280 30', dots: [108, 88, 58, 30] },
  ];
  const places = [20, 100, 170, 280];
  return (
    <svg className={styles.figure} viewBox="0 0 300 130" aria-hidden>
      <path d="M8 122H292" stroke="var(--line)" />
      {arms.map(({ colour, path, dots }) => (
        <g key={colour}>
          <path d={path} fill="none" stroke={colour} strokeOpacity={0.14} strokeWidth={16} />
          <path d={path} fill="none" stroke={colour} strokeWidth={2} />
          {dots.flatMap((y, place) =>
            [-7, 1, 6].map((offset) => (
              <circle
                key={`${place} ${offset}`}
                cx={places[place]! + offset / 3}
                cy={y + offset}
                r={2.4}
                fill="var(--paper)"
                stroke={colour}
                strokeWidth={1.4}
              />
            )),
          )}
        </g>
      ))}
    </svg>
  );
}

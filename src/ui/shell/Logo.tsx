/** A pixel and its two coordinates. Drawn in the page's own colours; public/icon.svg is its twin. */
export function Logo() {
  return (
    <svg width="22" height="22" viewBox="0 0 24 24" aria-hidden>
      <rect
        {...{ x: 1.5, y: 1.5, width: 21, height: 21, rx: 5 }}
        fill="none"
        stroke="var(--ink)"
        strokeWidth="1.6"
      />
      <path
        d="M6 18.5V6M5.5 18h12.5"
        stroke="var(--soft)"
        strokeWidth="1.4"
        strokeDasharray="1.6 1.9"
        fill="none"
      />
      <rect {...{ x: 12.2, y: 7.2, width: 5, height: 5, rx: 1 }} fill="var(--run-4)" />
      <rect {...{ x: 7.4, y: 12.4, width: 3, height: 3, rx: 0.7 }} fill="var(--ink)" />
    </svg>
  );
}

/**
 * A button of the run bar. It keeps the focus while it can do nothing for a moment: a
 * disabled one would drop it, and whoever works by keys would have to come back.
 */
import type { LucideIcon } from 'lucide-react';

export function BarButton(props: {
  className: string;
  label: string;
  icon: LucideIcon;
  isFilled?: boolean;
  isPossible: boolean;
  act: () => Promise<void>;
}) {
  const { className, label, icon: Icon, isFilled = false, isPossible, act } = props;
  return (
    <button
      type="button"
      className={className}
      aria-disabled={!isPossible}
      onClick={() => {
        if (isPossible) void act();
      }}
    >
      <Icon size={16} fill={isFilled ? 'currentColor' : 'none'} aria-hidden />
      {label}
    </button>
  );
}

/** What lies over the page: one thing at a time, or nothing. */
import { create } from 'zustand';

export type Overlay = 'help' | 'palette' | 'share' | 'tour';

const useShown = create<{ readonly shown: Overlay | null }>()(() => ({ shown: null }));

export const useOverlay = () => useShown((state) => state.shown);

export const openOverlay = (shown: Overlay): void => useShown.setState({ shown });

/** Closes that one; what was opened in its place stays. */
export function closeOverlay(which: Overlay): void {
  useShown.setState(({ shown }) => (shown === which ? { shown: null } : {}));
}

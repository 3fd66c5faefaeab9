/** The theme's colours for maps of numbers (mapColours.ts). */
import { useMemo } from 'react';
import type { MapPalette } from './mapColours.ts';
import { useColours } from './useColours.ts';

export function useMapPalette(): MapPalette {
  const { pictureGround: ground, pictureInk: ink, edge: missing } = useColours();
  return useMemo(() => {
    // The two hues change with the same theme as the rest.
    const style = getComputedStyle(document.documentElement);
    const read = (name: string) => style.getPropertyValue(name).trim() || ink;
    return { ground, ink, missing, positive: read('--for'), negative: read('--against') };
  }, [ground, ink, missing]);
}

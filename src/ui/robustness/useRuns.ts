/** The runs that take part, oldest first; the same list as long as none of them changes. */
import { useShallow } from 'zustand/react/shallow';
import { useLab, type RunRecord } from '../../store/lab.ts';
import { runsTakingPart } from '../../store/robustnessRuns.ts';

export const useRuns = (): RunRecord[] => useLab(useShallow(runsTakingPart));

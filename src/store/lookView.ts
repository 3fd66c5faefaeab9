/** What the card that looks into trained models shows: which side of it, at what, and the answers. */
import type { OptionRecord } from '../core/options.ts';
import type { ProbeAnswer } from '../probes/probe.ts';
import type { SourcePicture } from './fitPicture.ts';

export const lookTabs = ['warp', 'evidence', 'confusion', 'inside', 'first-layer'] as const;
export type LookTab = (typeof lookTabs)[number];

/** Drawn here; it grows with every stroke and stays the same subject. */
export interface Drawing {
  readonly kind: 'drawing';
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** [height, width, channels], each in [0, 1] */
  readonly values: Float32Array;
}

/** A file that was dropped or chosen. */
export interface OpenedPicture {
  readonly kind: 'file';
  readonly name: string;
  readonly file: File;
  readonly source: SourcePicture;
  /** What transparent pixels lie on. */
  readonly over: 'white' | 'black';
  readonly isInverted: boolean;
}

/** An image of the whole test set, by its number there. */
export interface NumberedImage {
  readonly kind: 'numbered';
  /** cardKey of its dataset: with another, its number means nothing. */
  readonly dataset: string;
  readonly number: number;
  readonly label: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** uint8 [height, width, channels] */
  readonly values: Uint8Array;
}

/** What is looked at in place of one of the fixed test images. */
export type OwnSubject = Drawing | OpenedPicture | NumberedImage;

/** What a run answered to a probe. A new question leaves the old answer until the new one is there. */
export interface ProbeView {
  readonly isAsking: boolean;
  readonly answer: ProbeAnswer | null;
  /** Why there is no answer. */
  readonly reason: string | null;
}

/** What a run makes of the whole test set. */
export interface TestSetView {
  /** The run's step that was asked. */
  readonly step: number;
  readonly isAsking: boolean;
  readonly labels: Uint8Array | null;
  readonly predictions: Uint8Array | null;
  readonly reason: string | null;
}

export interface LookView {
  readonly tab: LookTab;
  /** null: the fixed test image that `warp.image` names. */
  readonly own: OwnSubject | null;
  /** The drawing to come back to from other subjects. */
  readonly keptDrawing: Drawing | null;
  /** Counts the subjects that were not test images, so that answers know whom they are about. */
  readonly ownNumber: number;
  /** By `evidence/<run id>`. */
  readonly probes: Readonly<Record<string, ProbeView>>;
  /** By probe id: options that are not at their defaults. */
  readonly probeOptions: Readonly<Record<string, OptionRecord>>;
  /** By run id. */
  readonly testSets: Readonly<Record<string, TestSetView>>;
}

export function createLookView(): LookView {
  return {
    tab: 'warp',
    own: null,
    keptDrawing: null,
    ownNumber: 0,
    probes: {},
    probeOptions: {},
    testSets: {},
  };
}

export const probeKey = (probeId: string, runId: string): string => `${probeId}/${runId}`;

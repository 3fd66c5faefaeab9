/** A decoded picture. */

export interface Picture {
  readonly height: number;
  readonly width: number;
  /** uint8 [height, width, 4], not premultiplied */
  readonly rgba: Uint8Array | Uint8ClampedArray;
  /** How its file described its pixels, for the policy over mixed files. */
  readonly kind: {
    readonly format: 'png' | 'jpeg' | 'webp' | 'gif' | 'bmp';
    /** Grey in its file, not only in its pixels; null where the file does not say. */
    readonly grey: boolean | null;
    readonly alpha: boolean;
    /** Bits per value in the file; 16 is reduced to 8. */
    readonly depth: number;
    readonly animated: boolean;
  };
}

/** Decodes what the lab does not decode itself (all but PNG): the browser's decoders, or Node's. */
export type PlatformDecoder = (file: {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
  type: string;
  /** Its file says that it is shown turned. */
  turned: boolean;
}) => Promise<{ height: number; width: number; rgba: Uint8Array | Uint8ClampedArray }>;

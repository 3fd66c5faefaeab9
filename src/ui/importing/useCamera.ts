/** A camera while it is wanted: its picture, or why there is none. It is let go in every case. */
import { useEffect, useState } from 'react';

export type CameraState =
  | { readonly phase: 'asking' }
  | { readonly phase: 'live'; readonly stream: MediaStream }
  /** ended: it was unplugged, or the permission was taken back. */
  | { readonly phase: 'refused' | 'none' | 'in-use' | 'unsupported' | 'ended' };

export interface Camera {
  readonly state: CameraState;
  /** The cameras there are, once one may be used. */
  readonly devices: readonly MediaDeviceInfo[];
  /** null: whichever the browser takes. */
  readonly deviceId: string | null;
  readonly choose: (deviceId: string) => void;
  readonly tryAgain: () => void;
}

export function useCamera(isWanted: boolean): Camera {
  const [state, setState] = useState<CameraState>({ phase: 'asking' });
  const [devices, setDevices] = useState<readonly MediaDeviceInfo[]>([]);
  const [deviceId, setDeviceId] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    if (!isWanted) return;
    let isOver = false;
    let open: MediaStream | undefined;
    const show = (next: CameraState) => {
      if (!isOver) setState(next);
    };
    async function start(): Promise<void> {
      show({ phase: 'asking' });
      try {
        open = await openCamera(deviceId);
        if (isOver) return stop(open); // allowed after the dialog was closed
        open.getVideoTracks()[0]?.addEventListener('ended', () => show({ phase: 'ended' }));
        show({ phase: 'live', stream: open });
        const all = await navigator.mediaDevices.enumerateDevices();
        if (!isOver) setDevices(all.filter(({ kind }) => kind === 'videoinput'));
      } catch (error) {
        show({ phase: phaseOf(error) });
      }
    }
    void start();
    return () => {
      isOver = true;
      if (open) stop(open);
    };
  }, [isWanted, deviceId, attempt]);

  return {
    state,
    devices,
    deviceId,
    choose: setDeviceId,
    tryAgain: () => setAttempt((count) => count + 1),
  };
}

function openCamera(deviceId: string | null): Promise<MediaStream> {
  // Absent where the page came over plain http from another machine.
  if (!(navigator.mediaDevices as MediaDevices | undefined)) throw new DOMException('', 'Insecure');
  const size = { width: { ideal: 640 }, height: { ideal: 480 } };
  const video = deviceId === null ? size : { ...size, deviceId: { exact: deviceId } };
  return navigator.mediaDevices.getUserMedia({ video, audio: false });
}

const stop = (stream: MediaStream) => stream.getTracks().forEach((track) => track.stop());

/** Names of https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia */
export function phaseOf(error: unknown): Exclude<CameraState['phase'], 'live' | 'asking'> {
  switch (error instanceof DOMException ? error.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'refused';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'none';
    case 'NotReadableError':
    case 'AbortError':
      return 'in-use';
    default:
      return 'unsupported';
  }
}

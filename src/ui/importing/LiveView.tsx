/** What the camera sees, cut to a square; or why it sees nothing, and what to do. */
import { CameraOff } from 'lucide-react';
import { useEffect, type RefObject } from 'react';
import controls from '../shell/controls.module.css';
import type { Camera, CameraState } from './useCamera.ts';
import styles from './Webcam.module.css';

export interface LiveViewProps {
  readonly ref: RefObject<HTMLVideoElement | null>;
  readonly camera: Camera;
  readonly isMirrored: boolean;
  readonly isHeld: boolean;
}

export function LiveView({ ref, camera, isMirrored, isHeld }: LiveViewProps) {
  const { state, devices, deviceId, choose } = camera;
  const stream = state.phase === 'live' ? state.stream : null;
  useEffect(() => {
    const video = ref.current;
    if (!video) return;
    video.srcObject = stream;
    return () => {
      video.srcObject = null;
    };
  }, [ref, stream]);
  return (
    <>
      <div className={styles.frame} data-held={isHeld}>
        {stream ? (
          <video
            ref={ref}
            aria-label="What the camera sees"
            data-mirrored={isMirrored}
            autoPlay
            muted
            playsInline
          />
        ) : (
          <Unseen camera={camera} />
        )}
      </div>
      {devices.length > 1 && (
        <select
          aria-label="Camera"
          value={deviceId ?? stream?.getVideoTracks()[0]?.getSettings().deviceId ?? ''}
          onChange={(event) => choose(event.target.value)}
        >
          {devices.map((device, place) => (
            <option key={device.deviceId} value={device.deviceId}>
              {device.label || `Camera ${place + 1}`}
            </option>
          ))}
        </select>
      )}
    </>
  );
}

const reasons: Record<Exclude<CameraState['phase'], 'live'>, readonly [string, string]> = {
  asking: ['May the lab use the camera?', 'Your browser asks; the pictures stay here.'],
  refused: [
    'The camera is not allowed.',
    'Allow it for this page, beside the address or in the settings of the system; then try again.',
  ],
  none: ['No camera was found.', 'Connect one and try again.'],
  'in-use': [
    'The camera does not answer.',
    'Another program may be using it: close that one and try again.',
  ],
  unsupported: [
    'This page has no way to a camera.',
    'Browsers allow it to pages that come over https or from this computer.',
  ],
  ended: ['The camera went away.', 'Connect it again, or allow it again, and try again.'],
};

function Unseen({ camera: { state, tryAgain } }: { camera: Camera }) {
  if (state.phase === 'live') return null;
  const [what, todo] = reasons[state.phase];
  const isAsking = state.phase === 'asking';
  return (
    <div className={styles.unseen} role={isAsking ? 'status' : 'alert'}>
      {!isAsking && <CameraOff size={22} aria-hidden />}
      <b>{what}</b>
      <p>{todo}</p>
      {!isAsking && state.phase !== 'unsupported' && (
        <button type="button" className={controls.button} onClick={tryAgain}>
          Try again
        </button>
      )}
    </div>
  );
}

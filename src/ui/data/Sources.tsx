/** Ways for images of one's own to come in. */
import { Camera, CloudDownload, FileUp } from 'lucide-react';
import { startHubImport, startWebcam } from '../../store/importing.ts';
import { chooseFiles } from '../shell/chooseFiles.ts';
import controls from '../shell/controls.module.css';
import styles from './DatasetList.module.css';

const sources = [
  { label: 'Import files…', icon: FileUp, start: chooseFiles },
  { label: 'From the Hugging Face Hub…', icon: CloudDownload, start: startHubImport },
  { label: 'Webcam…', icon: Camera, start: startWebcam },
];

export function Sources() {
  return (
    <section className={styles.sources} aria-label="More images">
      {sources.map(({ label, icon: Icon, start }) => (
        <button key={label} type="button" className={controls.quiet} onClick={start}>
          <Icon size={16} aria-hidden />
          {label}
        </button>
      ))}
      <p>Or drop files anywhere: IDX, CIFAR, NPZ, CSV, parquet, zip or folders of pictures.</p>
    </section>
  );
}

/** Files and folders may be dropped anywhere on the page; while they hover over it, it says so. */
import { useEffect, useState } from 'react';
import { holdDropped, readDropped } from '../../store/droppedFiles.ts';
import { showError } from '../../store/notices.ts';
import { importFiles } from '../../store/results.ts';
import { countText } from '../../store/wording.ts';
import { mayImport } from './chooseFiles.ts';
import controls from './controls.module.css';
import styles from './DropTarget.module.css';

export function DropTarget() {
  const isOver = useHover();
  const { found, cancel } = useDrop();
  if (found !== null) {
    return (
      <div className={styles.target} role="status">
        <p>Looking through the folder</p>
        <p className={styles.more}>{countText(found)} files</p>
        <button type="button" className={controls.button} onClick={cancel}>
          Cancel
        </button>
      </div>
    );
  }
  if (!isOver) return null;
  return (
    <div className={styles.target} data-passes="">
      <p>Drop images, a dataset or results</p>
      <p className={styles.more}>
        A folder or zip of pictures by class · IDX, CIFAR, NPZ, parquet or CSV · a picture to ask
        about · a results file
      </p>
    </div>
  );
}

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;

function useHover(): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    function onDragOver(event: DragEvent): void {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(mayImport());
      if (!mayImport()) event.dataTransfer!.dropEffect = 'none';
    }
    function onDragLeave(event: DragEvent): void {
      if (event.relatedTarget === null) setOver(false);
    }
    const onDrop = () => setOver(false);
    window.addEventListener('dragover', onDragOver);
    window.addEventListener('dragleave', onDragLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onDragOver);
      window.removeEventListener('dragleave', onDragLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, []);
  return isOver;
}

/** What was dropped is imported; `found` counts files while folders are looked through. */
function useDrop(): { found: number | null; cancel: () => void } {
  const [found, setFound] = useState<number | null>(null);
  const [controller, setController] = useState<AbortController>();
  useEffect(() => {
    async function take(dropped: ReturnType<typeof holdDropped>): Promise<void> {
      const current = new AbortController();
      setController(current);
      try {
        const files = await readDropped(dropped, setFound, current.signal);
        if (files.length > 0) void importFiles(files);
      } catch (error) {
        if (!current.signal.aborted) showError(error);
      } finally {
        setFound(null);
      }
    }
    function onDrop(event: DragEvent): void {
      if (!hasFiles(event)) return;
      event.preventDefault();
      if (mayImport()) void take(holdDropped(event.dataTransfer!.items));
    }
    window.addEventListener('drop', onDrop);
    return () => window.removeEventListener('drop', onDrop);
  }, []);
  return { found, cancel: () => controller?.abort() };
}

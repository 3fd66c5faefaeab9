/** Files may be dropped anywhere on the page; while they hover over it, it says so. */
import { useEffect, useState } from 'react';
import { chosenFile } from '../../store/files.ts';
import { importFiles } from '../../store/results.ts';
import styles from './DropTarget.module.css';

export function DropTarget() {
  const isOver = useDrop();
  if (!isOver) return null;
  return (
    <div className={styles.target}>
      <p>Drop a picture to ask about, IDX images with their labels, or a results file</p>
    </div>
  );
}

function useDrop(): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    function onDragOver(event: DragEvent): void {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    }
    function onDragLeave(event: DragEvent): void {
      if (event.relatedTarget === null) setOver(false);
    }
    function onDrop(event: DragEvent): void {
      setOver(false);
      const files = [...(event.dataTransfer?.files ?? [])].map(chosenFile);
      if (files.length === 0) return;
      event.preventDefault();
      void importFiles(files);
    }
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

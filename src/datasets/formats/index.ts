/** The file formats that can be imported, in the order in which they are tried. */
import type { FileFormat } from './format.ts';
import { cifar } from './cifar.ts';
import { csv } from './csv.ts';
import { idxFiles } from './idxFiles.ts';
import { imageFolders } from './imageFolders.ts';
import { npz } from './npz.ts';
import { parquet } from './parquet.ts';

export const formats: readonly FileFormat[] = [npz, cifar, parquet, imageFolders, csv, idxFiles];

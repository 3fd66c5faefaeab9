/**
 * Which column of a parquet file holds the images, which the classes.
 *
 * Hugging Face writes what its columns are beside the schema (key `huggingface`): `Image`, and
 * `ClassLabel` with the names of the classes. Elsewhere types and names tell; what they do not tell is
 * asked.
 */
import type { SchemaTree } from 'hyparquet';
import { LabError } from '../../core/errors.ts';
import type { Reading } from '../importing/reading.ts';
import type { ParquetFile } from './parquetFile.ts';

export interface ParquetColumns {
  readonly images: string;
  /** pictures: files of PNG, JPEG, …; numbers: lists of pixel values, nested or not. */
  readonly kind: ImageKind;
  readonly labels: string;
  /** By label; absent where labels are texts, or numbers without names. */
  readonly classNames?: readonly string[];
}

type ImageKind = 'pictures' | 'numbers';

/** What Hugging Face says of a column. */
interface Feature {
  readonly _type?: unknown;
  readonly names?: unknown;
}

const IMAGE_NAME = /^(images?|img|pictures?|pixels?|pixel_values|data|x)$/i;
const LABEL_NAME = /^(fine_)?(labels?|class(es)?|targets?|y|categor(y|ies)|digit)(_?id)?$/i;

export function chooseColumns(file: ParquetFile, reading: Reading): ParquetColumns {
  const features = featuresOf(file);
  const images = file.columns.filter((column) => imageKind(column) !== undefined);
  const image = chooseColumn('images', images, IMAGE_NAME, features, reading, file);
  const labels = file.columns.filter((column) => column !== image && isLabel(column));
  const label = chooseColumn('labels', labels, LABEL_NAME, features, reading, file);
  const classNames = namesOf(features[label.element.name]);
  return {
    images: image.element.name,
    kind: imageKind(image)!,
    labels: label.element.name,
    ...(classNames && { classNames }),
  };
}

const numberTypes = ['INT32', 'INT64', 'FLOAT', 'DOUBLE', 'BOOLEAN'];
const isText = ({ element }: SchemaTree) =>
  element.type === 'BYTE_ARRAY' &&
  (element.converted_type === 'UTF8' || element.logical_type?.type === 'STRING');
const isBytes = (column: SchemaTree) => column.element.type === 'BYTE_ARRAY' && !isText(column);

function imageKind(column: SchemaTree): ImageKind | undefined {
  if (isBytes(column)) return 'pictures';
  if (column.children.some((child) => child.element.name === 'bytes' && isBytes(child))) {
    return 'pictures';
  }
  return isList(column) && isNumber(innermost(column)) ? 'numbers' : undefined;
}

const isList = ({ element, children }: SchemaTree) =>
  children.length === 1 &&
  (element.converted_type === 'LIST' || element.logical_type?.type === 'LIST');
const innermost = (column: SchemaTree): SchemaTree =>
  column.children.length === 1 ? innermost(column.children[0]!) : column;
const isNumber = ({ element, children }: SchemaTree) =>
  children.length === 0 && numberTypes.includes(element.type ?? '');
const isLabel = (column: SchemaTree) =>
  column.element.repetition_type !== 'REPEATED' && (isNumber(column) || isText(column));

function chooseColumn(
  what: 'images' | 'labels',
  columns: readonly SchemaTree[],
  name: RegExp,
  features: Readonly<Record<string, Feature>>,
  reading: Reading,
  file: ParquetFile,
): SchemaTree {
  if (columns.length === 0) throw noColumn(what, file);
  const feature = what === 'images' ? 'Image' : 'ClassLabel';
  const typed = columns.filter(({ element }) => features[element.name]?._type === feature);
  const named = columns.filter(({ element }) => name.test(element.name));
  const [only, ...others] = typed.length > 0 ? typed : named.length > 0 ? named : columns;
  // A number of any name may be anything: an index, a size.
  const isSure = typed.length > 0 || named.length > 0 || what === 'images';
  if (others.length === 0 && isSure) return only!;
  const likely = [...(typed.length > 0 ? typed : columns)].find((each) => named.includes(each));
  const answer = reading.ask(
    {
      id: `column/${what}`,
      label: what === 'images' ? 'Column of the images' : 'Column of the classes',
      choices: columns.map((each) => ({
        value: each.element.name,
        label: describe(each, features),
      })),
    },
    likely?.element.name ?? null,
  );
  return columns.find(({ element }) => element.name === answer)!;
}

function describe(column: SchemaTree, features: Readonly<Record<string, Feature>>): string {
  const { name, type } = column.element;
  const names = namesOf(features[name]);
  if (names) return `${name}: ${names.length} classes (${names.slice(0, 3).join(', ')}, …)`;
  if (imageKind(column)) return `${name}: ${imageKind(column)}`;
  return `${name}: ${isText(column) ? 'texts' : type === 'BOOLEAN' ? 'yes or no' : 'numbers'}`;
}

function featuresOf(file: ParquetFile): Readonly<Record<string, Feature>> {
  try {
    const written = JSON.parse(file.metadataOf('huggingface') ?? '{}') as {
      info?: { features?: unknown };
    } | null;
    const features = written?.info?.features;
    const entries = typeof features === 'object' && features ? Object.entries(features) : [];
    const isFeature = (value: unknown) => typeof value === 'object' && value !== null;
    return Object.fromEntries(entries.filter(([, value]) => isFeature(value)));
  } catch {
    return {}; // the columns themselves are still there
  }
}

function namesOf(feature: Feature | undefined): readonly string[] | undefined {
  const names = feature?.names;
  const areNames = Array.isArray(names) && names.every((name) => typeof name === 'string');
  return areNames && names.length > 0 ? names : undefined;
}

function noColumn(what: 'images' | 'labels', { file, columns }: ParquetFile): LabError {
  const names = columns.slice(0, 12).map(({ element }) => element.name);
  return new LabError(`${what}-missing`, {
    found: `${file.name}, whose columns are ${names.join(', ') || 'none'}`,
    expected:
      what === 'images'
        ? 'a column of pictures (bytes) or of lists of pixel values'
        : 'a column of classes (numbers or texts)',
    fix: 'choose another file, or add such a column',
  });
}

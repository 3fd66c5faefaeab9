/**
 * Writes docs/GALLERY.md and its pictures from the lists of encodings and architectures:
 * `npm run gallery`. What is in a list is in the gallery; nothing is written by hand.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { format } from 'prettier';
import type { Architecture } from '../src/architectures/architecture.ts';
import { architectures } from '../src/architectures/index.ts';
import type { Option } from '../src/core/options.ts';
import { defaultsOf } from '../src/core/options.ts';
import type { System } from '../src/core/system.ts';
import type { Encoding } from '../src/encodings/encoding.ts';
import { encodings } from '../src/encodings/index.ts';
import { createDefaultSpec } from '../src/training/specs.ts';
import { summariseModel } from '../src/training/modelSummary.ts';
import { costText } from '../src/ui/parts/pipeline.ts';
import { encodingPicture, knobSettings } from './gallery/encodingPicture.ts';
import { pipelinePicture } from './gallery/pipelinePicture.ts';

const docs = new URL('../docs/', import.meta.url);
export const galleryFile = new URL('GALLERY.md', docs);
const pictures = new URL('gallery/', docs);

/** The images that every architecture is drawn for. */
const images = { height: 28, width: 28, channels: 1, classes: 10 };

function specFor(architecture: Architecture) {
  const spec = createDefaultSpec();
  return {
    ...spec,
    architecture: { id: architecture.id, options: {} },
    encoding: architecture.usesEncoding ? spec.encoding : null,
  };
}

export const summaryOf = (architecture: Architecture) =>
  summariseModel(specFor(architecture), images);

function rangeText(option: Option): string {
  switch (option.kind) {
    case 'switch':
      return 'on or off';
    case 'choice':
      return option.choices.map((each) => each.label).join(', ');
    default:
      return `${option.min} to ${option.max}${option.unit ? ` ${option.unit}` : ''}`;
  }
}

function defaultText(option: Option): string {
  if (option.kind === 'switch') return option.default ? 'on' : 'off';
  if (option.kind !== 'choice') return String(option.default);
  return option.choices.find(({ value }) => value === option.default)!.label;
}

function optionTable({ options }: System, knob: string | null = null): string {
  const entries = Object.entries(options);
  if (entries.length === 0) return 'No options.\n';
  const rows = entries.map(([name, option]) => {
    const label = name === knob ? `**${option.label}**` : option.label;
    return `| ${label} | ${rangeText(option)} | ${defaultText(option)} | ${option.help ?? ''} |`;
  });
  return `| Option | Range | Default | What to expect |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
}

function encodingText(encoding: Encoding): string {
  const plane = { dimensions: 2, height: images.height, width: images.width };
  const width = encoding.outputWidth(defaultsOf(encoding.options), plane);
  const settings = knobSettings(encoding);
  const rows =
    settings.length > 1
      ? `Rows from above: ${encoding.options[encoding.knob!]!.label.toLowerCase()} ${settings
          .map((options) => String(options[encoding.knob!]))
          .join(', ')}.`
      : '';
  const picture = width > 0 ? `![${encoding.label}](gallery/encoding-${encoding.id}.png)\n\n` : '';
  return `### ${encoding.label}

${encoding.summary} _${encoding.reference}._ ${width} features at 28 × 28. ${rows}

${picture}${optionTable(encoding, encoding.knob)}`;
}

function architectureText(architecture: Architecture): string {
  const { parameterCount, multiplyAddsPerStep } = summaryOf(architecture);
  const encoding = architecture.usesEncoding
    ? 'Takes an encoding; drawn with the default one.'
    : `Takes no encoding: ${architecture.whyNoEncoding ?? ''}`;
  return `### ${architecture.label}

${architecture.summary} _${architecture.reference}._ ${costText(parameterCount, multiplyAddsPerStep)}. ${encoding}

![${architecture.label}](gallery/architecture-${architecture.id}.svg)

${optionTable(architecture)}`;
}

/** As the repository formats Markdown. */
export function galleryText(): Promise<string> {
  const text = `# Gallery

Written by \`npm run gallery\`; every encoding and architecture of the lab is here.

## Encodings

Features over the image plane, as a run of seed 1 starts with them, at 28 × 28; at most twelve,
spread evenly over all. Orange is above zero, blue below, on a scale from −1 to 1; where features
leave that or come nowhere near its ends, each map has its own scale. Features that are never below
zero are drawn in grey. Where an encoding has a knob, the rows show it low, at its default, and high.

${encodings.map((each) => encodingText(each as Encoding)).join('\n')}

## Architectures

As they stand for grey images of 28 × 28 pixels and ten classes, with the default options; cost of
one training step of ${createDefaultSpec().batchSize} images, black pixels counted in full.

${architectures.map((each) => architectureText(each as Architecture)).join('\n')}`;
  return format(text, { parser: 'markdown', printWidth: 100 });
}

async function writeGallery(): Promise<void> {
  await rm(pictures, { recursive: true, force: true });
  await mkdir(pictures, { recursive: true });
  const { seed } = createDefaultSpec();
  for (const encoding of encodings) {
    const png = await encodingPicture(encoding as Encoding, seed, images);
    if (png) await writeFile(new URL(`encoding-${encoding.id}.png`, pictures), png);
  }
  for (const architecture of architectures) {
    const { stages } = summaryOf(architecture as Architecture);
    const svg = pipelinePicture(stages);
    await writeFile(new URL(`architecture-${architecture.id}.svg`, pictures), svg);
  }
  await writeFile(galleryFile, await galleryText());
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await writeGallery();

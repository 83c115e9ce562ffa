import { printable } from '../../../values/printable';

/** Renders an image that was built: `image.dev  built  helix-shop-dev:1c9f0b2a77d1  84 MB  41s`. */
export function renderBuilt(image: {
  readonly address: string;
  readonly tag: string;
  readonly sizeBytes: number;
  readonly seconds: number;
  readonly cached: boolean;
}): string {
  const { address, tag, sizeBytes, seconds, cached } = image;
  const words = [
    address,
    cached ? 'already there' : 'built',
    tag,
    `${Math.max(1, Math.round(sizeBytes / 1e6))} MB`,
    ...(cached ? [] : [`${Math.max(1, Math.round(seconds))}s`]),
  ];
  return `${printable(words.join('  '))}\n`;
}

import type { BuildSummary, Verification } from '../../../ports/engine-verbs';
import { textOf, toned } from '../../lines';
import type { Style } from '../../style';
import { pastText } from '../../time-text';
import { tableLines } from '../table';
import type { Cell } from '../table';

/** Renders the last builds of images, in the given order. `now` is RFC 3339. */
export function renderBuilds(builds: readonly BuildSummary[], now: string, style: Style): string {
  if (builds.length === 0) return textOf([['No image was built on this host.']], style);
  const heading = ['IMAGE', 'WHEN', 'RESULT', 'PLATFORMS', 'SECONDS', 'CACHED', 'DIGEST'];
  return textOf(
    tableLines(
      heading,
      builds.map((build) => buildRow(build, now)),
    ),
    style,
  );
}

function buildRow(build: BuildSummary, now: string): readonly Cell[] {
  const { address, started_at, outcome, platforms, seconds, steps, cached_steps, digest } = build;
  return [
    toned('strong', address),
    pastText(started_at, now),
    outcome === 'built' ? outcome : toned('error', outcome),
    platforms.length === 0 ? '-' : platforms.join(','),
    seconds.toFixed(1),
    `${cached_steps}/${steps}`,
    digest ?? '-',
  ];
}

/** Renders the result of a second build of an image. */
export function renderVerification(address: string, verification: Verification, style: Style): string {
  const name = toned('strong', address);
  switch (verification.outcome) {
    case 'equal':
      return textOf([[name, `  is built again with the same digest: ${verification.digest}`]], style);
    case 'impossible':
      return textOf(
        [
          [name, '  was built by a builder that gives another digest each time: nothing can be compared.'],
          ['BuildKit 0.13 or newer can: `builder = "docker-container"` in `[build]`.'],
        ],
        style,
      );
    case 'different': {
      const { recorded, rebuilt, differences } = verification;
      return textOf(
        [
          [name, `  is on record as ${recorded}, and built again as ${rebuilt}`],
          ...differences.map((difference) => [`  ${difference}`]),
        ],
        style,
      );
    }
  }
}

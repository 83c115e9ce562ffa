import type { Problem } from '../../errors';
import type { Lock, Region, Size } from './lock-file';
import type { LockDocument } from '../generated/lock';
import { validateLock } from '../generated/validators';
import { parseJson } from '../text/json-document';
import { ProblemList } from '../validation/problems';
import type { SourceText } from '../text/source-text';
import { validate } from '../validation/validate';

/** The newest format of `helix.lock.json` that this version reads and writes. */
const FORMAT = 1;

/** Reads `helix.lock.json`. Without a lock there is at least one error among the problems. */
export function readLock(source: SourceText): { lock: Lock | null; problems: Problem[] } {
  const { document, problems: syntax } = parseJson(source);
  const problems = new ProblemList();
  problems.addAll(syntax);
  if (!document) return { lock: null, problems: problems.toArray() };
  const { format } = document.data;
  if (typeof format === 'number' && Number.isInteger(format) && format > FORMAT) {
    problems.error({
      code: 'newer-format',
      message: `${source.file} was written by a newer Helix: it has format ${format}, and this version reads ${FORMAT}.`,
      hint: 'Install the newer version. Never edit this file by hand.',
      place: () => document.place(['format'], 'value'),
    });
  } else if (validate(document, [], document.data, validateLock, problems)) {
    const { helixCloud, choices } = document.data as unknown as LockDocument;
    return { lock: { format: FORMAT, helixCloud, choices }, problems: problems.toArray() };
  }
  return { lock: null, problems: problems.toArray() };
}

/** Returns the text of `helix.lock.json`: the same for equal locks, in an order that keeps diffs small. */
export function writeLock({ helixCloud, choices }: Lock): string {
  const names = Object.keys(choices).sort();
  const lock = {
    format: FORMAT,
    helixCloud: helixCloud && {
      endpoint: helixCloud.endpoint,
      fetchedAt: helixCloud.fetchedAt,
      regions: sortedRegions(helixCloud.regions).map(writtenRegion),
    },
    choices: Object.fromEntries(
      names.map((name) => [name, { provider: choices[name]?.provider, region: choices[name]?.region }]),
    ),
  };
  return `${JSON.stringify(lock, null, 2)}\n`;
}

/** Sorts regions by id and their sizes from small to large, whatever order the cloud uses. */
export function sortedRegions(regions: readonly Region[]): Region[] {
  return [...regions]
    .sort((a, b) => byText(a.id, b.id))
    .map((region) => ({ ...region, sizes: [...region.sizes].sort(bySize) }));
}

function writtenRegion(region: Region): Region {
  return { id: region.id, default: region.default, sizes: region.sizes.map(writtenSize) };
}

function writtenSize({ id, vcpu, memoryGb, usdPerHour, default: isDefault }: Size): Size {
  return { id, vcpu, memoryGb, usdPerHour, default: isDefault };
}

function bySize(a: Size, b: Size): number {
  return a.vcpu - b.vcpu || a.memoryGb - b.memoryGb || byText(a.id, b.id);
}

// By code units, not by locale: the same order on every host.
function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

import { ownerLabels } from '../../../labels';
import { unusedImages } from '../unused-images';
import type { TaggedImage } from '../unused-images';

const OWNER = { lineage: 'lineage-1', workspace: 'default' };

/** An image of ours, `age` days old. */
function image(name: string, age: number, more: Partial<TaggedImage> = {}): TaggedImage {
  return {
    digest: `sha256:${name}`,
    labels: ownerLabels('shop', { ...OWNER, address: 'image.web' }),
    sizeBytes: 1,
    createdAt: `2026-01-${30 - age}T00:00:00Z`,
    children: [],
    tags: [`${age}`.padStart(12, 'a')],
    ...more,
  };
}

function unusedOf(
  images: readonly TaggedImage[],
  keep = 0,
  named: readonly string[] = [],
): readonly string[] {
  const isNamed = (digest: string): boolean => named.includes(digest);
  return unusedImages(images, { owner: OWNER, isNamed, keep }).map(({ digest }) => digest.slice(7));
}

test('what nothing names is unused, but for the newest', () => {
  const images = [image('old', 3), image('new', 1), image('middle', 2)];
  expect(unusedOf(images)).toEqual(['new', 'middle', 'old']);
  expect(unusedOf(images, 2)).toEqual(['old']);
});

test('what a record names stays, however old it is', () => {
  expect(unusedOf([image('old', 3), image('new', 1)], 0, ['sha256:old'])).toEqual(['new']);
});

test('what somebody else owns or has tagged stays', () => {
  const other = ownerLabels('shop', { lineage: 'lineage-2', workspace: 'default', address: 'image.web' });
  const staging = ownerLabels('shop', { ...OWNER, workspace: 'staging', address: 'image.web' });
  const images = [
    image('foreign', 1, { labels: other }),
    image('staging', 1, { labels: staging }),
    image('unlabelled', 1, { labels: {} }),
    image('released', 1, { tags: ['aaaaaaaaaaaa', 'v1.0'] }),
  ];
  expect(unusedOf(images)).toEqual([]);
});

test('what an index names stays with it, and goes with it', () => {
  const images = [image('index', 2, { children: ['sha256:child'] }), image('child', 3)];
  expect(unusedOf(images, 0, ['sha256:index'])).toEqual([]);
  expect(unusedOf(images)).toEqual(['index', 'child']);
});

import { encodeImageOutputs } from '../../../resources/image/outputs';
import { sampleRecord } from '../../../testing/sample-records';
import type { Address } from '../../../values/resource';
import { renderImageOutputs } from '../outputs';

const DIGEST = `sha256:${'ab'.repeat(32)}`;

function imageAt(address: Address, repository: string | null) {
  const pushed = repository === null ? null : { digest: DIGEST, repository, sizeBytes: 1, pushedAt: null };
  const outputs = encodeImageOutputs({ id: 'sha256:1', repoDigest: null, epoch: null, pushed });
  return sampleRecord(address, { kind: 'image', outputs });
}

function outputsOf(...records: readonly ReturnType<typeof imageAt>[]): string {
  return renderImageOutputs({
    resources: Object.fromEntries(records.map((record) => [record.address, record])),
  });
}

describe('the image of an apply, as outputs of its step', () => {
  it('is the only one that is in a registry, with its digest apart from its repository', () => {
    const cluster = sampleRecord('cluster.db');
    expect(outputsOf(imageAt('image.local', null), imageAt('image.web', 'ghcr.io/acme/web'), cluster)).toBe(
      `image_digest=${DIGEST}\nimage_repository=ghcr.io/acme/web\n`,
    );
  });

  it('is missing where there are none or several', () => {
    expect(outputsOf(imageAt('image.local', null))).toBe('');
    expect(outputsOf(imageAt('image.a', 'ghcr.io/acme/a'), imageAt('image.b', 'ghcr.io/acme/b'))).toBe('');
    expect(renderImageOutputs(null)).toBe('');
  });
});

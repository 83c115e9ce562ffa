import { decodeImage, encodeImage } from '../image';
import { imageDigest } from '../source';
import type { ImageSource } from '../source';
import * as any from '../../__tests__/arbitraries';
import { describeCodec } from '../../__tests__/round-trip';

describeCodec('the inputs of an image', {
  address: 'image.api',
  sound: any.image,
  encode: encodeImage,
  decode: decodeImage,
});

const SOURCE: ImageSource = {
  type: 'dockerfile',
  directory: '.',
  dockerfile: 'Dockerfile',
  context: { Dockerfile: '1' },
  target: null,
  buildArgs: {},
  platforms: ['linux/amd64'],
  runtime: 'docker',
  revision: 0,
};

describe('the identity of an image', () => {
  const identity = imageDigest(SOURCE, 'abc');

  it.each<[string, Partial<typeof SOURCE>]>([
    ['the platform', { platforms: ['linux/arm64'] }],
    ['a second platform', { platforms: ['linux/amd64', 'linux/arm64'] }],
    ['the stage', { target: 'release' }],
    ['a build argument', { buildArgs: { MODE: 'literal:fast' } }],
    ['the revision', { revision: 1 }],
    ['the Dockerfile of the same files', { dockerfile: 'other.Dockerfile' }],
  ])('changes with %s', (_, change) => {
    expect(imageDigest({ ...SOURCE, ...change }, 'abc')).not.toBe(identity);
  });

  it('changes with a file of the context', () => {
    expect(imageDigest(SOURCE, 'abd')).not.toBe(identity);
  });

  it('is the same in another directory, for another runtime and however its files are recorded', () => {
    expect(imageDigest({ ...SOURCE, directory: 'api', runtime: 'podman', context: 'abc' }, 'abc')).toBe(
      identity,
    );
  });
});

import { decodeImage, encodeImage, imageDigest } from '../image';
import type { ImageSource } from '../image';
import * as any from './arbitraries';
import { describeCodec } from './round-trip';

describeCodec('the inputs of an image', {
  address: 'image.api',
  sound: any.image,
  encode: encodeImage,
  decode: decodeImage,
});

const SOURCE: ImageSource = { type: 'dockerfile', context: 'abc', platform: 'linux/amd64' };

it('an image is known by all that it is built from', () => {
  expect(imageDigest(SOURCE)).toBe(imageDigest({ ...SOURCE }));
  expect(imageDigest(SOURCE)).not.toBe(imageDigest({ ...SOURCE, context: 'abd' }));
  expect(imageDigest(SOURCE)).not.toBe(imageDigest({ ...SOURCE, platform: 'linux/arm64' }));
});

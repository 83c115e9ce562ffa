import { gzipSync } from 'node:zlib';
import { plainCodec } from '../../../../state/stored/codec';
import { decodeBody } from '../bodies';

const MIB = 1024 * 1024;

test('a body that unpacks to more than the limit is refused with its name', async () => {
  const piece = gzipSync(Buffer.alloc(MIB));
  const bomb = Buffer.concat(Array<Buffer>(501).fill(piece));
  expect(bomb.length).toBeLessThan(MIB);
  await expect(decodeBody(bomb, plainCodec, 's3://bucket/body')).rejects.toMatchObject({
    kind: 'config',
    message: 's3://bucket/body is larger than 500 MiB, the most that Helix reads.',
  });
});

test('a body that cannot be unpacked is damaged', async () => {
  const damaged = gzipSync('{}').subarray(0, 5);
  await expect(decodeBody(damaged, plainCodec, 's3://bucket/body')).rejects.toMatchObject({
    kind: 'config',
    message: expect.stringContaining('s3://bucket/body is damaged') as string,
  });
});

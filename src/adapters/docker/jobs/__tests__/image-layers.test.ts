import { layerDifferences, layersIn } from '../image-layers';

const CONFIG = JSON.stringify({
  rootfs: { type: 'layers', diff_ids: ['sha256:1', 'sha256:2'] },
  history: [
    { created_by: 'COPY busybox /bin/ # buildkit' },
    { created_by: 'ENV MODE=fast', empty_layer: true },
    { created_by: 'RUN make # buildkit' },
  ],
});

test('each layer of an image is named by the instruction that made it', () => {
  expect(layersIn(CONFIG)).toEqual([
    { digest: 'sha256:1', instruction: 'COPY busybox /bin/' },
    { digest: 'sha256:2', instruction: 'RUN make' },
  ]);
});

test('equal layers have no difference', () => {
  expect(layerDifferences(['sha256:1', 'sha256:2'], layersIn(CONFIG), null)).toEqual([]);
});

test('a layer that differs is named with its instruction, and its platform where there are several', () => {
  const recorded = ['sha256:1', 'sha256:0'];
  expect(layerDifferences(recorded, layersIn(CONFIG), null)).toEqual(['layer 2 of 2: RUN make']);
  expect(layerDifferences(recorded, layersIn(CONFIG), 'linux/arm64')).toEqual([
    'linux/arm64: layer 2 of 2: RUN make',
  ]);
});

test('layers that are gone are counted', () => {
  expect(layerDifferences(['sha256:1', 'sha256:2', 'sha256:3'], layersIn(CONFIG), null)).toEqual([
    'fewer layers than before: 2 of 3',
  ]);
});

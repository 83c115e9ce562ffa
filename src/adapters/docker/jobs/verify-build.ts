import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Verification } from '../../../ports/engine-verbs';
import type { BuildRequest, BuiltImage } from '../images/build/builder';
import { layerDifferences, layersIn } from './image-layers';
import { readLayoutConfigs } from './oci-layout';

/** A builder that can build into a folder which nothing else sees. */
export interface LayoutBuilder {
  buildLayout(request: BuildRequest, folder: string): Promise<BuiltImage>;
}

/** An image as it is on record. */
export interface RecordedImage {
  /** `sha256:...` of its manifest or index; of its configuration where it was never pushed. */
  readonly digest: string;
  readonly isPushed: boolean;
  /** The digests of its layers: platform -> digests, `''` for an image of one. */
  readonly readLayers: () => Promise<ReadonlyMap<string, readonly string[]>>;
}

/** Builds an image again without a cache, and compares it with what is on record. Nothing else changes. */
export async function verifyBuild(
  builder: LayoutBuilder,
  request: BuildRequest,
  recorded: RecordedImage,
): Promise<Verification> {
  const folder = await mkdtemp(join(tmpdir(), 'helix-verify-'));
  try {
    const built = await builder.buildLayout({ ...request, noCache: true, pull: true }, folder);
    const digest = recorded.isPushed ? built.digest : built.imageId;
    if (digest === recorded.digest) return { outcome: 'equal', digest };
    const configs = await readLayoutConfigs(folder, built.digest ?? '');
    const layers = await recorded.readLayers();
    const differences = [...configs].flatMap(([platform, config]) =>
      layerDifferences(layers.get(platform) ?? [], layersIn(config), platform === '' ? null : platform),
    );
    return {
      outcome: 'different',
      recorded: recorded.digest,
      rebuilt: digest ?? '',
      differences: differences.length > 0 ? differences : ['the configuration; all layers are the same'],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

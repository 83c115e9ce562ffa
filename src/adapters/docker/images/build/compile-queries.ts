import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { extract } from 'tar-stream';
import { COMPILE_STAGE, COMPILED_QUERIES } from '../../../../resources/helix-image/generated-dockerfile';
import type { BuiltImageInputs } from '../../../../resources/image/image';
import type { ContainerEngine } from '../../connection/container-engine';
import { ownerLabels } from '../../labels';
import { nameWithTag } from '../find-image';
import type { ImageSite } from '../image-site';
import { buildImage } from './build-image';
import type { Builder } from './builder';

/**
 * Builds the stage of a generated image in which HelixDB's compiler runs, and returns the Rust code that it makes. The image
 * of the stage is removed; its layers stay in the builder's cache, where the whole image finds them.
 * @throws HelixError `failed` with what the compiler printed
 */
export async function compileQueries(site: ImageSite, planned: BuiltImageInputs): Promise<string> {
  const repository = `helix-${site.project}-${site.instance}-queries`;
  const inputs: BuiltImageInputs = { ...planned, destination: { type: 'engine', repository } };
  const builder: Builder = {
    pushes: false,
    build: (request) => site.builder.build({ ...request, target: COMPILE_STAGE }),
  };
  const name = nameWithTag(null, inputs);
  await buildImage({ ...site, builder }, inputs, null);
  try {
    return await readFileOf(site, name);
  } finally {
    await site.engine.find((docker) => docker.getImage(name).remove({ noprune: true }));
  }
}

/** Reads the compiled queries out of an image, through a container that never starts. */
async function readFileOf({ engine, project, owner }: ImageSite, image: string): Promise<string> {
  const spec = { Image: image, Cmd: [COMPILED_QUERIES], Labels: ownerLabels(project, owner) };
  const { id } = await engine.ask((docker) => docker.createContainer(spec));
  try {
    return await readArchived(engine, id);
  } finally {
    await engine.find((docker) => docker.getContainer(id).remove({ force: true, v: true }));
  }
}

async function readArchived(engine: ContainerEngine, id: string): Promise<string> {
  const archive = await engine.ask((docker) =>
    docker.getContainer(id).getArchive({ path: COMPILED_QUERIES }),
  );
  for await (const entry of Readable.from(archive).pipe(extract())) return (await buffer(entry)).toString();
  throw new Error(`${COMPILED_QUERIES} is not in the archive`);
}

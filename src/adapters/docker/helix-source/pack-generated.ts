import { join } from 'node:path';
import { HelixError } from '../../../errors';
import type { EngineSession } from '../../../ports/engine';
import type { PackedContext } from '../../../ports/project-files';
import { compilerConfig } from '../../../resources/helix-image/compiler-config';
import {
  generatedDockerfile,
  GENERATOR_VERSION,
  QUERIES_FOLDER,
  SOURCE_FOLDER,
} from '../../../resources/helix-image/generated-dockerfile';
import type { ImageSource } from '../../../resources/image/source';
import { digestOf, digestOfText } from '../../../values/digest';
import { writeAtomically } from '../../host/write-atomically';
import { ensureSource } from './ensure-source';
import type { SourceSurroundings } from './ensure-source';

export type QueriesSource = Extract<ImageSource, { type: 'queries' }>;

interface Project extends Pick<EngineSession, 'root' | 'project' | 'hxFiles' | 'packFiles'> {
  readonly instance: string;
}

/**
 * Returns the build context of an image of HelixDB 2.x: the generated Dockerfile, the queries, and HelixDB's source. The
 * Dockerfile is also written to `.helix/NAME/Dockerfile`, for people.
 * @throws HelixError `failed` when the queries are not those that were planned
 */
export async function packGenerated(
  from: QueriesSource,
  { root, project, instance, hxFiles, packFiles }: Project,
  around: SourceSurroundings,
): Promise<PackedContext> {
  const queries = await hxFiles();
  const digests = Object.fromEntries([...queries].map(([path, text]) => [path, digestOfText(text)]));
  if (digestOf(digests) !== from.queries || from.generator !== GENERATOR_VERSION) {
    throw new HelixError(
      'failed',
      'The queries that it is built from have changed since the plan was made.',
      {
        hint: 'Nothing was built. Plan again.',
      },
    );
  }
  const { recipe, buildMode, dbConfig: db } = from;
  const dockerfileText = generatedDockerfile({ recipe, buildMode, project, instance });
  await writeAtomically(join(root, '.helix', instance, 'Dockerfile'), dockerfileText, around.random);
  const directory = await ensureSource(recipe, around);
  const texts = new Map([
    ['Dockerfile', dockerfileText],
    ['helix.toml', compilerConfig(project, instance, { buildMode, db })],
    ...[...queries].map(([path, text]) => [`${QUERIES_FOLDER}/${path}`, text] as const),
  ]);
  const archive = await packFiles(texts, { directory, path: SOURCE_FOLDER });
  return { digest: from.queries, dockerfile: 'Dockerfile', dockerfileText, archive };
}

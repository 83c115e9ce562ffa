import type { Config } from '../../config/config';
import type { TomlValue } from '../../config/text/toml-text';

/** A container to declare; null where the user did not say. */
export interface WantedLocal {
  readonly port: number | null;
  readonly buildMode: 'dev' | 'release' | null;
  /** A prebuilt image, its tag, and where it keeps its data: any of them makes it HelixDB 3.x. */
  readonly image: string | null;
  readonly tag: string | null;
  readonly storage: 'memory' | 'disk' | 's3' | null;
}

/** The default port of HelixDB. */
const FIRST_PORT = 6969;

/** Returns the `[local.N]` table of a new container. */
export function localTable(
  { port, buildMode, image, tag, storage }: WantedLocal,
  declared: Config['instances'],
): Readonly<Record<string, TomlValue>> {
  const shared = { port: port ?? nextPort(declared) };
  if (!isPrebuilt({ image, tag, storage })) return { ...shared, build_mode: buildMode ?? 'dev' };
  return {
    ...shared,
    ...(image !== null && { image }),
    ...(tag !== null && { tag }),
    storage: storage ?? 'disk',
  };
}

/** Whether a container runs a prebuilt image, and has no schema and queries of the project. */
export function isPrebuilt({ image, tag, storage }: Pick<WantedLocal, 'image' | 'tag' | 'storage'>): boolean {
  return image !== null || tag !== null || storage !== null;
}

/** Returns the first port that no other container of the file has. */
function nextPort(declared: Config['instances']): number {
  const taken = new Set(declared.flatMap((instance) => (instance.kind === 'local' ? [instance.port] : [])));
  let port = FIRST_PORT;
  while (taken.has(port)) port += 1;
  return port;
}

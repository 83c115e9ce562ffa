import { HelixError } from '../../../errors';
import { CHILD_VARIABLES } from '../../host/child-variables';
import type { Endpoint } from '../connection/endpoint';
import { endpointText } from '../connection/endpoint';

/** The variables of this host that buildx, its connections and its proxies need. */
const ALLOWED = [...CHILD_VARIABLES, 'SSH_AUTH_SOCK'];

type Variables = Readonly<Record<string, string>>;

/** The parts of the environment of a build. */
export interface ChildParts {
  readonly host: Readonly<Record<string, string | undefined>>;
  /** The engine that builds, runs the builder or takes the image. */
  readonly engine: Endpoint;
  /** The folder with the log-ins of this build alone. */
  readonly loginFolder: string;
  /** The folder in which buildx remembers builders. */
  readonly buildersFolder: string;
  /** The variables that reach the cache. */
  readonly cache: Variables;
  readonly buildArgs: Variables;
  /** Seconds since 1970: the time of everything in the image. */
  readonly epoch: number;
}

/**
 * Returns the environment of buildx: an allowlist of the host's variables, and what this build needs.
 * @throws HelixError `config` for a build argument with the name of a variable that buildx itself reads
 */
export function childEnvironment(parts: ChildParts): Record<string, string> {
  const { host, engine, loginFolder, buildersFolder, cache, buildArgs, epoch } = parts;
  const allowed = Object.fromEntries(
    ALLOWED.flatMap((name) => (host[name] === undefined ? [] : [[name, host[name]]])),
  ) as Record<string, string>;
  const own = {
    ...allowed,
    ...engineVariables(engine),
    ...cache,
    DOCKER_CONFIG: loginFolder,
    BUILDX_CONFIG: buildersFolder,
    BUILDX_NO_DEFAULT_ATTESTATIONS: '1',
    BUILDX_METADATA_PROVENANCE: 'disabled',
    SOURCE_DATE_EPOCH: `${epoch}`,
  };
  assertFree(buildArgs, own);
  return { ...own, ...buildArgs };
}

function engineVariables(engine: Endpoint): Record<string, string> {
  const tls = engine.type === 'tcp' ? engine.tls : null;
  return {
    DOCKER_HOST: endpointText(engine),
    ...(tls !== null && { DOCKER_CERT_PATH: tls.directory }),
    ...(tls?.verify === true && { DOCKER_TLS_VERIFY: '1' }),
  };
}

/** The proxies and the time of a build are arguments by their nature: a file that sets them means just that. */
const MAY_BE_SET = /^(https?_proxy|no_proxy|source_date_epoch)$/i;

function assertFree(buildArgs: Variables, own: Variables): void {
  const taken = Object.keys(buildArgs).find(
    (name) => !MAY_BE_SET.test(name) && (Object.hasOwn(own, name) || /^(DOCKER|BUILDX|BUILDKIT)_/.test(name)),
  );
  if (taken === undefined) return;
  throw new HelixError(
    'config',
    `The build argument \`${taken}\` has the name of a variable that buildx reads.`,
    {
      hint: 'Rename it in the Dockerfile and in `build_args`.',
    },
  );
}

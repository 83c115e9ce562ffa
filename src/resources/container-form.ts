import type { ContainerInputs } from './container';
import { imageTag } from './image/source';

/** How a database runs in its container. */
export interface ContainerForm {
  /** The port that it answers on in the container. */
  readonly port: number;
  /** The folder of its data in the container; null where it keeps none on this host. */
  readonly dataFolder: string | null;
  /** The path that answers with 2xx once it is ready. */
  readonly readyPath: string;
  /** The variables that it needs, and whose values are not secret. */
  readonly variables: Readonly<Record<string, string>>;
}

/** The project and the instance that a database is told of. */
export interface ContainerIdentity {
  readonly project: string;
  readonly instance: string;
}

/** Returns the form of a container: HelixDB 2.x where its image is built, else 3.x. */
export function containerForm(
  { database }: Pick<ContainerInputs, 'database'>,
  { project, instance }: ContainerIdentity,
): ContainerForm {
  const named = { HELIX_PROJECT: project, HELIX_INSTANCE: instance };
  if (database.type === 'built') {
    const variables = { ...named, HELIX_PORT: '6969', HELIX_DATA_DIR: '/data' };
    return { port: 6969, dataFolder: '/data', readyPath: readyPath(database), variables };
  }
  const dataFolder = database.storage === 'disk' ? '/var/lib/helix' : null;
  return {
    port: 8080,
    dataFolder,
    readyPath: readyPath(database),
    variables: {
      ...named,
      ...(dataFolder === null ? {} : { HELIX_DATA_DIR: dataFolder }),
      ...bucketVariables(database.s3),
    },
  };
}

/** The credentials of S3: a container gets those that are set where it is made. */
const S3_CREDENTIALS = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];

/** Returns the variables of this host that a container is given where they are set. */
export function hostCredentials({ database }: Pick<ContainerInputs, 'database'>): readonly string[] {
  return database.type === 'built' || database.s3 === null ? [] : S3_CREDENTIALS;
}

/** Returns the path that answers with 2xx once the database is ready. */
export function readyPath({ type }: Pick<ContainerInputs['database'], 'type'>): string {
  return type === 'built' ? '/introspect' : '/healthz';
}

/** Returns the name of the image that a container runs in its engine. */
export function imageReference({
  container,
  image,
  database,
}: Pick<ContainerInputs, 'container' | 'image' | 'database'>): string {
  if (image === null) throw new Error(`${container} has no image`);
  return database.type === 'built' ? `${container}:${imageTag(image)}` : image;
}

function bucketVariables(
  s3: Extract<ContainerInputs['database'], { type: 'prebuilt' }>['s3'],
): Readonly<Record<string, string>> {
  if (s3 === null) return {};
  return {
    S3_BUCKET: s3.bucket,
    S3_REGION: s3.region,
    DB_PATH: s3.prefix,
    ...(s3.endpointUrl === null ? {} : { AWS_ENDPOINT: s3.endpointUrl }),
    ...(s3.allowHttp ? { AWS_ALLOW_HTTP: 'true' } : {}),
  };
}

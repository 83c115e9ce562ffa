import { AsyncOperations } from '../../stand-in/async-operations';
import type { Json, JsonObject } from '../../../../src/values/json';
import type { Call, Vendor } from '../../stand-in/vendor';
import { refuseApi } from './errors';
import { problemOfLabels } from './labels';
import type { Policies } from './policies';
import { REGIONS } from './compute/places';
import { policyHandlers } from './policy-handlers';
import type { Serial } from './serial';
import { textAt } from './text-at';

const TYPE = 'type.googleapis.com/google.devtools.artifactregistry.v1.Repository';
const EMPTY = { '@type': 'type.googleapis.com/google.protobuf.Empty' };

/** Artifact Registry, with the names of the images that somebody has pushed. */
export class ArtifactRegistry {
  readonly repositories = new Map<string, JsonObject>();
  /** The images of a repository, by its name. */
  readonly images = new Map<string, string[]>();
  readonly running = new AsyncOperations<JsonObject>();
  readonly #serial: Serial;
  readonly #policies: Policies;
  readonly handlers: Vendor['handlers'];

  constructor(serial: Serial, policies: Policies) {
    this.#serial = serial;
    this.#policies = policies;
    this.handlers = {
      'artifactregistry.repositories.create': (call) => ({ status: 200, body: this.#create(call) }),
      'artifactregistry.repositories.get': (call) => ({ status: 200, body: this.#find(call) }),
      'artifactregistry.repositories.patch': (call) => ({ status: 200, body: this.#patch(call) }),
      'artifactregistry.repositories.delete': (call) => ({ status: 200, body: this.#delete(call) }),
      'artifactregistry.repositories.list': ({ params: { project = '', location = '' } }) => {
        const place = `projects/${project}/locations/${location}/repositories/`;
        const here = [...this.repositories].filter(([name]) => name.startsWith(place));
        return { status: 200, body: here.length === 0 ? {} : { repositories: here.map(([, one]) => one) } };
      },
      'artifactregistry.repositories.dockerImages.list': (call) => ({ status: 200, body: this.#list(call) }),
      'artifactregistry.operations.get': ({ path }) => ({
        status: 200,
        body: this.#read(path.slice('/artifactregistry/v1/'.length)),
      }),
      ...policyHandlers('artifactregistry.repositories', policies, (call) => nameOf(this.#find(call))),
    };
  }

  /** Makes a repository that is there before a test begins. */
  keep(name: string): void {
    this.repositories.set(name, { name, format: 'DOCKER', mode: 'STANDARD_REPOSITORY' });
  }

  #create({ params: { project = '', location = '' }, query, body }: Call): Json {
    // Both spellings are in use: the document has the first, its clients send the second.
    const id = query.get('repositoryId') ?? query.get('repository_id') ?? '';
    if (!(location in REGIONS)) refuseApi(400, `invalid location "${location}"`);
    if (!/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/.test(id)) refuseApi(400, `invalid repository id "${id}"`);
    const given = body as JsonObject;
    if (given['format'] !== 'DOCKER') refuseApi(400, 'only the format DOCKER is played');
    checkLabels(given);
    const name = `projects/${project}/locations/${location}/repositories/${id}`;
    if (this.repositories.has(name)) refuseApi(409, 'the repository already exists');
    const time = this.#serial.time();
    const made: JsonObject = {
      mode: 'STANDARD_REPOSITORY',
      ...given,
      name,
      createTime: time,
      updateTime: time,
      registryUri: `${location}-docker.pkg.dev/${project}/${id}`,
      vulnerabilityScanningConfig: {
        enablementState: 'SCANNING_DISABLED',
        enablementStateReason: 'API containerscanning.googleapis.com is not enabled.',
      },
      satisfiesPzi: true,
    };
    return this.#start(name, () => {
      this.repositories.set(name, made);
      return { '@type': TYPE, ...made };
    });
  }

  #patch(call: Call): Json {
    const found = this.#find(call);
    const given = call.body as JsonObject;
    checkLabels(given);
    const masked = (call.query.get('updateMask') ?? '').split(',').map((path) => path.split('.')[0] ?? '');
    const unknown = masked.find(
      (name) =>
        ![
          'labels',
          'description',
          'dockerConfig',
          'cleanupPolicies',
          'cleanupPolicyDryRun',
          'vulnerabilityScanningConfig',
        ].includes(name),
    );
    if (unknown !== undefined) refuseApi(400, `"${unknown}" cannot be updated`);
    const edited = Object.fromEntries(
      masked.flatMap((name) => (name in given ? [[name, given[name]!]] : [])),
    );
    const kept = Object.fromEntries(Object.entries(found).filter(([name]) => !masked.includes(name)));
    const patched: JsonObject = { ...kept, ...edited, updateTime: this.#serial.time() };
    this.repositories.set(nameOf(found), patched);
    return patched;
  }

  #delete(call: Call): Json {
    const name = nameOf(this.#find(call));
    return this.#start(name, () => {
      this.repositories.delete(name);
      this.images.delete(name);
      this.#policies.remove(name);
      return EMPTY;
    });
  }

  #list(call: Call): Json {
    const found = this.#find(call);
    const images = this.images.get(nameOf(found)) ?? [];
    const host = textAt(found, 'registryUri');
    return {
      dockerImages: images.map((image) => ({
        name: `${nameOf(found)}/dockerImages/${image}`,
        uri: `${host}/${image}`,
      })),
    };
  }

  #start(name: string, end: () => JsonObject): Json {
    const place = name.split('/').slice(0, 4).join('/');
    const operation = `${place}/operations/${this.#serial.id()}`;
    this.running.start(operation, end);
    return this.#show(operation);
  }

  #read(operation: string): Json {
    if (this.running.read(operation) === undefined) refuseApi(404, `unknown operation ${operation}`);
    return this.#show(operation);
  }

  #show(name: string): Json {
    const response = this.running.peek(name);
    const metadata = { '@type': 'type.googleapis.com/google.devtools.artifactregistry.v1.OperationMetadata' };
    return response === null ? { name, metadata } : { name, metadata, done: true, response };
  }

  #find({ params: { project = '', location = '', repository = '' } }: Call): JsonObject {
    const name = `projects/${project}/locations/${location}/repositories/${repository}`;
    return this.repositories.get(name) ?? refuseApi(404, 'Requested entity was not found.');
  }
}

function nameOf(repository: JsonObject): string {
  return textAt(repository, 'name');
}

function checkLabels({ labels = {} }: JsonObject): void {
  const problem = problemOfLabels(labels as Record<string, string>);
  if (problem !== null) refuseApi(400, problem);
}

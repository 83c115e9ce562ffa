import type { Vendor } from '../../stand-in/vendor';
import artifactregistry from './api/artifactregistry.json';
import compute from './api/compute.json';
import iam from './api/iam.json';
import secretmanager from './api/secretmanager.json';
import { ArtifactRegistry } from './artifact-registry';
import { Firewalls } from './compute/firewalls';
import { Instances } from './compute/instances';
import { lookups } from './compute/lookups';
import { Networks } from './compute/networks';
import { ComputeOperations } from './compute/operations';
import { apiError, computeError } from './errors';
import { Policies } from './policies';
import { SecretManager } from './secret-manager';
import { Serial } from './serial';
import { ServiceAccounts } from './service-accounts';
import type { ApiDocument } from '../../stand-in/api-document';

export const PROJECT = 'papertrail-prod';
export const TOKEN = 'ya29.stand-in';

/** One project of Google Cloud. */
export class GoogleCloud implements Vendor {
  readonly documents: readonly ApiDocument[] = [
    compute,
    iam,
    artifactregistry,
    secretmanager,
  ] as ApiDocument[];
  readonly #serial = new Serial();
  readonly iam: ServiceAccounts = new ServiceAccounts(this.#serial, () => this.policies);
  readonly policies = new Policies(this.#serial, (email) => this.iam.accounts.has(email));
  readonly operations = new ComputeOperations(this.#serial);
  readonly networks = new Networks(PROJECT, this.#serial);
  readonly firewalls = new Firewalls(this.#serial, this.networks, this.operations);
  readonly compute = new Instances({
    project: PROJECT,
    serial: this.#serial,
    networks: this.networks,
    operations: this.operations,
    policies: this.policies,
    hasAccount: (email) => this.iam.accounts.has(email),
  });
  readonly registry = new ArtifactRegistry(this.#serial, this.policies);
  readonly secrets = new SecretManager(this.#serial, this.policies);
  /** The APIs that nobody has switched on: `secretmanager`. */
  readonly disabled = new Set<string>();

  readonly handlers: Vendor['handlers'] = {
    ...lookups(PROJECT, this.networks),
    ...this.compute.handlers,
    ...this.firewalls.handlers,
    ...Object.fromEntries(
      ['zone', 'global'].map((scope) => [
        `compute.${scope}Operations.get`,
        ({ path }) => ({ status: 200, body: this.operations.read(path.slice('/compute/v1/'.length)) }),
      ]),
    ),
    ...this.iam.handlers,
    ...this.registry.handlers,
    ...this.secrets.handlers,
  };

  guard: Vendor['guard'] = ({ path, headers }) => {
    if (headers.get('authorization') !== `Bearer ${TOKEN}`) {
      return apiError(
        401,
        'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
      );
    }
    const project = /\/projects\/([^/]+)/.exec(path)?.[1] ?? PROJECT;
    const service = serviceOf(path);
    if (project !== PROJECT) {
      const message = `Permission denied on resource project ${project}.`;
      return service === 'compute' ? computeError(403, 'forbidden', message) : apiError(403, message);
    }
    if (!this.disabled.has(service)) return null;
    const message = `${service}.googleapis.com API has not been used in project ${PROJECT} before or it is disabled. Enable it by visiting https://console.developers.google.com/apis/api/${service}.googleapis.com/overview?project=${PROJECT} then retry.`;
    return service === 'compute' ? computeError(403, 'accessNotConfigured', message) : apiError(403, message);
  };

  refuse: Vendor['refuse'] = (refusal) => {
    switch (refusal.kind) {
      case 'unknown':
        return apiError(404, `The requested URL ${refusal.path} was not found on this server.`);
      case 'invalid':
        return apiError(400, `Invalid JSON payload received. ${refusal.problems.join('. ')}`);
      case 'fault':
        return faultOf(refusal.status);
    }
  };

  /** All that exists, by kind and name: empty lists in a project that is empty. */
  inventory(): Readonly<Record<Kind, readonly string[]>> {
    const names = (all: ReadonlyMap<string, unknown>) =>
      [...all.keys()].map((path) => path.slice(path.lastIndexOf('/') + 1)).sort();
    return {
      instances: names(this.compute.instances),
      disks: names(this.compute.disks),
      firewalls: names(this.firewalls.firewalls),
      serviceAccounts: [...this.iam.accounts.keys()].sort(),
      bindings: this.policies.list(),
      repositories: names(this.registry.repositories),
      secrets: names(this.secrets.secrets),
    };
  }
}

type Kind = 'instances' | 'disks' | 'firewalls' | 'serviceAccounts' | 'bindings' | 'repositories' | 'secrets';

/** Each API has its own host at Google; here it is the first part of a path. */
function serviceOf(path: string): string {
  return path.split('/')[1] ?? '';
}

const FAULTS: Readonly<Record<number, readonly [string, string]>> = {
  401: ['authError', 'Invalid Credentials'],
  403: ['forbidden', "Required 'permission' is missing."],
  404: ['notFound', 'The resource was not found'],
  409: ['alreadyExists', 'The resource already exists'],
  429: ['rateLimitExceeded', "Quota exceeded for quota metric 'Queries'"],
  500: ['internalError', 'Internal error. Please try again.'],
  503: ['backendError', 'The service is currently unavailable.'],
};

/** An error in a form that clients of all these APIs read. */
function faultOf(status: number) {
  const [reason, message] = FAULTS[status] ?? ['backendError', `Error ${status}`];
  return computeError(status, reason, message);
}

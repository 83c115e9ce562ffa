import document from '../../../../stacks/azure/__tests__/arm-document.json';
import type { JsonObject } from '../../../../src/values/json';
import { AsyncOperations } from '../../stand-in/async-operations';
import type { ApiDocument } from '../../stand-in/api-document';
import type { Answer, Call, Handler, IncomingCall, Vendor } from '../../stand-in/vendor';
import { armError, refuse } from './arm-errors';
import { ARM_RULES } from './arm-rules';
import { ArmStore, textAt } from './arm-store';
import type { ArmResource } from './arm-store';
import { entraAnswer, TOKEN } from './entra';

const DOCUMENT = document as ApiDocument;
/** A client that follows the operation asks again at once. */
const SOON = { 'x-ms-retry-after-ms': '20' };

/** Azure Resource Manager with one subscription, and the tokens of Microsoft Entra: README.md says what it does. */
export class Arm implements Vendor {
  readonly documents = [DOCUMENT];
  readonly store = new ArmStore();
  readonly operations = new AsyncOperations<true>();
  /** The machines that are deallocated, by ARM id in lower case. */
  readonly stopped = new Set<string>();
  /** Whether Entra refuses the credentials of everybody. */
  refusesCredentials = false;
  #count = 0;

  readonly handlers: Vendor['handlers'] = Object.fromEntries(
    DOCUMENT.operations.map(({ id }) => [id, this.#handlerOf(id)]),
  );

  guard: Vendor['guard'] = (request) => {
    const entra = entraAnswer(request, this.refusesCredentials);
    if (entra !== null) return entra;
    if (request.headers.get('authorization') === `Bearer ${TOKEN}`) return null;
    return armError(401, 'InvalidAuthenticationToken', 'The access token is invalid.');
  };

  refuse: Vendor['refuse'] = (refusal) => {
    switch (refusal.kind) {
      case 'unknown':
        return armError(404, 'InvalidResourceType', `No resource type for ${refusal.path}.`);
      case 'invalid':
        return armError(400, 'InvalidRequestContent', refusal.problems.join('; '));
      case 'fault':
        return armError(refusal.status, FAULTS[refusal.status] ?? 'InternalServerError', 'A fault.');
    }
  };

  /** Has a resource in the subscription that no test makes. */
  keep(id: string, body: JsonObject = { location: 'westeurope' }): void {
    this.store.put(resourceOf({ path: id, body }));
  }

  /** Takes a machine away, as Azure does with a spot machine. */
  evict(id: string): void {
    this.store.delete(id);
  }

  #handlerOf(id: string): Handler {
    switch (id) {
      case 'registries.list':
        return () => this.#list('Microsoft.ContainerRegistry/registries');
      case 'vaults.list':
        return () => this.#list('Microsoft.KeyVault/vaults');
      case 'providers.list':
        return () => ({ status: 200, body: { value: [] } });
      case 'providers.register':
        return () => ({ status: 200, body: {} });
      case 'operations.get':
        return ({ params }) => this.#readOperation(params['operation'] ?? '');
      case 'machine.start':
      case 'machine.restart':
      case 'machine.deallocate':
        return (call) => this.#power(call, id !== 'machine.deallocate');
      default:
        return (call) => this.#resource(call);
    }
  }

  #resource(call: Call): Answer {
    switch (call.method) {
      case 'PUT':
        return this.#put(call);
      case 'DELETE':
        return this.#delete(call);
      default:
        return { status: 200, body: this.#shown(this.#found(call), call) };
    }
  }

  #put(call: Call): Answer {
    const target = resourceOf(call);
    const before = this.store.get(target.id);
    if (target.type !== GROUPS) this.#assertGroup(target.id);
    const location = textAt(target.body, 'location');
    if (before !== undefined && textAt(before.body, 'location') !== location) {
      refuse(409, 'InvalidResourceLocation', `${target.name} already exists in another location.`);
    }
    const { check } = ARM_RULES[target.type] ?? {};
    check?.(target, before, this.store);
    if (call.failure !== null) refuse(409, call.failure, `A failure that a test asks for: ${call.failure}.`);
    this.store.put(before === undefined ? target : { ...target, body: keeping(target.body, before.body) });
    const status = before === undefined ? 201 : 200;
    const answer = { status, body: this.#shown(target, call) };
    const url = this.#begin(call, () => true);
    return url === null ? answer : { ...answer, headers: { ...SOON, 'azure-asyncoperation': url } };
  }

  #delete(call: Call): Answer {
    const target = this.store.get(call.path);
    if (target === undefined) return { status: 204 };
    ARM_RULES[target.type]?.checkDelete?.(target, this.store);
    if (call.failure !== null) refuse(409, call.failure, `A failure that a test asks for: ${call.failure}.`);
    const url = this.#begin(call, () => {
      this.store.delete(target.id);
      return true;
    });
    return url === null ? { status: 200 } : { status: 202, headers: { ...SOON, location: url } };
  }

  #found(call: IncomingCall): ArmResource {
    const found = this.store.get(call.path);
    if (found !== undefined) return found;
    if (!/\/providers\//.test(call.path))
      refuse(404, 'ResourceGroupNotFound', `Resource group ${call.path} could not be found.`);
    this.#assertGroup(call.path);
    return refuse(404, 'ResourceNotFound', `The Resource ${call.path} was not found.`);
  }

  #assertGroup(id: string): void {
    const [group = ''] = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+/i.exec(id) ?? [];
    if (this.store.get(group) === undefined) {
      refuse(
        404,
        'ResourceGroupNotFound',
        `Resource group '${group.split('/').at(-1) ?? ''}' could not be found.`,
      );
    }
  }

  /** A resource as an answer shows it. */
  #shown(target: ArmResource, call: IncomingCall): JsonObject {
    const { id, name, type, body } = target;
    const { computed } = ARM_RULES[type] ?? {};
    const power = this.stopped.has(id.toLowerCase()) ? 'deallocated' : 'running';
    const expanded = call.query.get('$expand') === 'instanceView';
    const state = type === ROLES || type === IDENTITIES ? {} : { provisioningState: 'Succeeded' };
    return {
      ...body,
      id,
      name,
      type,
      properties: {
        ...(body['properties'] as JsonObject | undefined),
        ...state,
        ...computed?.(target, this.store),
        ...(expanded && { instanceView: { statuses: [{ code: `PowerState/${power}` }] } }),
      },
    };
  }

  #list(type: string): Answer {
    const value = this.store.list(type).map((one) => ({
      id: one.id,
      name: one.name,
      properties: { ...ARM_RULES[type]?.computed?.(one, this.store) },
    }));
    return { status: 200, body: { value } };
  }

  #power(call: Call, starts: boolean): Answer {
    const id = call.path.replace(/\/[^/]+$/, '');
    if (this.store.get(id) === undefined)
      refuse(404, 'ResourceNotFound', `The Resource ${id} was not found.`);
    const key = id.toLowerCase();
    const url = this.#begin(call, () => {
      if (starts) this.stopped.delete(key);
      else this.stopped.add(key);
      return true;
    });
    return url === null ? { status: 200 } : { status: 202, headers: { ...SOON, location: url } };
  }

  /** Begins work that ends later; null if it has ended at once. */
  #begin(call: Call, end: () => true): string | null {
    const operation = this.#newOperation();
    return this.operations.start(operation, end) === null ? this.#urlOf(call, operation) : null;
  }

  #readOperation(id: string): Answer {
    const done = this.operations.read(id);
    if (done === undefined) return armError(404, 'OperationNotFound', `There is no operation ${id}.`);
    return {
      status: done === null ? 202 : 200,
      body: { status: done === null ? 'InProgress' : 'Succeeded' },
      headers: SOON,
    };
  }

  #newOperation(): string {
    this.#count += 1;
    return `operation-${this.#count}`;
  }

  #urlOf(call: Call, operation: string): string {
    const host = call.headers.get('host') ?? '';
    return `https://${host}/subscriptions/${call.params['subscription'] ?? ''}/operations/${operation}?api-version=2024-07-01`;
  }
}

const GROUPS = 'Microsoft.Resources/resourceGroups';
const ROLES = 'Microsoft.Authorization/roleAssignments';
const IDENTITIES = 'Microsoft.ManagedIdentity/userAssignedIdentities';

const FAULTS: Readonly<Record<number, string>> = {
  401: 'InvalidAuthenticationToken',
  403: 'AuthorizationFailed',
  404: 'ResourceNotFound',
  409: 'Conflict',
  429: 'TooManyRequests',
  503: 'ServiceUnavailable',
};

function resourceOf({ path, body }: Pick<Call, 'path' | 'body'>): ArmResource {
  const [, type = GROUPS] = /.*\/providers\/([^/]+\/[^/]+)\/[^/]+$/.exec(path) ?? [];
  return { id: path, name: path.split('/').at(-1) ?? '', type, body: body as JsonObject };
}

/** Returns a body with the user data that a PUT has left out, which Azure keeps. */
function keeping(body: JsonObject, before: JsonObject): JsonObject {
  const kept = textAt(before, 'properties.osProfile.customData');
  if (kept === '') return body;
  const properties = body['properties'] as JsonObject;
  const osProfile = { customData: kept, ...(properties['osProfile'] as JsonObject) };
  return { ...body, properties: { ...properties, osProfile } };
}

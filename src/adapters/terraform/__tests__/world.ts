import { join } from 'node:path';
import * as stacks from '../../../../stacks';
import type { Lowered } from '../../../../stacks';
import { imageBeforePush } from '../../../../stacks/template';
import type { EngineContext, MemberResult } from '../../../ports/engine';
import type { OpenEntry, OpenMember, ResourceRecord, State } from '../../../state/state';
import { encodeImage } from '../../../resources/image/image';
import { encodeImageOutputs } from '../../../resources/image/outputs';
import type { JsonObject } from '../../../values/json';
import { sampleBuiltImage } from '../../../testing/sample-inputs';
import { digestOf } from '../../../values/digest';
import { SystemClock } from '../../host/clock';
import { ProcessTable } from '../../host/process-table';
import { SystemRandom } from '../../host/random';
import { childEnvironment } from '../program/child-environment';
import { TerraformEngine } from '../engine';
import { openProviderFiles } from '../providers/provider-files';
import { Terraform } from '../program/terraform';
import { TerraformCommands } from '../program/terraform-command';
import { findTerraform } from '../program/terraform-program';
import { WorkDirectory } from '../stack/work-directory';
import { FakeTerraform } from './fake-terraform';

const ENDPOINT = 'http://127.0.0.1:9';

/** An engine with a fake Terraform and a state of its own. */
export class World implements AsyncDisposable {
  readonly fake = new FakeTerraform();
  readonly notes: JsonObject[] = [];
  readonly order: string[] = [];
  readonly engine: TerraformEngine;
  state: State = {
    format: 1,
    lineage: 'lineage-1',
    serial: 1,
    project: 'oracle',
    workspace: 'default',
    updatedAt: '2026-11-20T00:00:00.000Z',
    resources: {},
    tombstones: {},
    open: [],
    mirrors: {},
  };
  /** Whether the lease is lost once Terraform has begun: from then on nothing is written. */
  losesLease = false;
  /** The accounts of resources by name; the others lie in the preferred account. */
  accounts: Readonly<Record<string, string>> = {};
  /** The accounts whose access was opened. */
  readonly opened: (string | undefined)[] = [];
  /** The accounts whose cloud was asked about their credentials. */
  readonly proved: string[] = [];
  #lost = false;
  #entries = 0;

  constructor(environment: Readonly<Record<string, string>> = {}) {
    const clock = new SystemClock();
    const random = new SystemRandom();
    const table = new ProcessTable('here', process.pid, () => true);
    const signal = (pid: number, name: 'SIGINT' | 'SIGKILL' | 0) => {
      try {
        return process.kill(pid, name);
      } catch {
        return false;
      }
    };
    const processes = { signal, onExit: () => undefined };
    const commands = new TerraformCommands(processes);
    const own = {
      PATH: `${this.fake.bin}:${process.env['PATH'] ?? ''}`,
      HOME: this.fake.home,
      ...environment,
    };
    let program: ReturnType<typeof findTerraform> | undefined;
    this.engine = new TerraformEngine({
      fetch: (request) => fetch(request),
      stacks: {
        stackOf: (record) => ({
          ...stacks.stackOf(record),
          account: this.accounts[record.address.slice('instance.'.length)],
        }),
        lower: ({ name, inputs }, { op }) => Promise.resolve(loweredOf(name, inputs, op)),
      },
      openAccess: async ({ account }) => {
        this.opened.push(account);
        program ??= findTerraform(null, own.PATH, commands, childEnvironment(own, null));
        const environment = childEnvironment(own, {
          cloud: stacks.terraformCloud('aws'),
          credentials: {
            AWS_ACCESS_KEY_ID: `AKIA${(account ?? 'test').toUpperCase()}`,
            AWS_SECRET_ACCESS_KEY: 'x',
          },
          settings: {},
        });
        const files = await openProviderFiles(this.fake.root, 'terraform', {}, this.fake.home, {
          table,
          clock,
          random,
        });
        return {
          terraform: new Terraform({ commands, program: await program, environment, files }),
          settings: { endpointUrl: ENDPOINT, scope: null },
          prove: (region) => {
            this.proved.push(`${account ?? 'preferred'} in ${region}`);
            return Promise.resolve();
          },
          call: (_, request) => Promise.resolve(this.fake.answer(request)),
        };
      },
      session: {
        project: 'oracle',
        workspace: 'default',
        lineage: () => 'lineage-1',
        state: () => this.state,
        secretByFingerprint: () => '',
      },
      variable: () => undefined,
      directory: (name) => this.directory(name),
      clock,
      random,
      table,
      processes,
    });
  }

  static async with(first: string, size: string, ...others: string[]): Promise<World> {
    const world = new World();
    await world.apply(...[first, ...others].map((name) => world.creation(name, size)));
    return world;
  }

  directory(name: string): WorkDirectory {
    return new WorkDirectory(join(this.fake.root, '.helix', 'terraform', 'default', name));
  }

  async apply(...given: (Partial<EngineContext> | OpenMember)[]): Promise<readonly MemberResult[]> {
    const members = given.filter((one): one is OpenMember => 'action' in one);
    const contexts = given.filter((one): one is Partial<EngineContext> => !('action' in one));
    const entry = this.entry(members);
    const results = await this.engine.apply(entry, this.context(contexts[0]));
    for (const result of results) this.record(entry, result);
    return results;
  }

  entry(members: readonly OpenMember[]): OpenEntry {
    this.#entries += 1;
    return { id: `1-${this.#entries}`, engine: 'terraform', at: new Date().toISOString(), members };
  }

  /** The entry as the journal has it. */
  noted(entry: OpenEntry): OpenEntry {
    this.#lost = this.losesLease = false;
    return { ...entry, notes: this.notes.at(-1)! };
  }

  context(more: Partial<EngineContext> = {}): EngineContext {
    return {
      assertHeld: () => {
        if (this.#lost) throw new Error('gone');
      },
      onEvent: () => (this.#lost = this.losesLease),
      note: (notes) => {
        this.notes.push(notes);
        this.order.push('note');
        return Promise.resolve();
      },
      saveToolState: (name, text) => {
        this.order.push('mirror');
        const { [name]: _, ...others } = this.state.mirrors ?? {};
        this.state = { ...this.state, mirrors: text === null ? others : { ...others, [name]: text } };
        return Promise.resolve();
      },
      stopping: new AbortController().signal,
      signal: new AbortController().signal,
      ...more,
    };
  }

  creation(name: string, size: string, more: JsonObject = {}): OpenMember {
    return { ...this.#member(name), action: 'create', target: recordOf(name, size, more), prior: null };
  }

  update(name: string, size: string): OpenMember {
    return {
      ...this.#member(name),
      action: 'update',
      target: recordOf(name, size),
      prior: this.#recorded(name),
    };
  }

  replacement(name: string, size: string): OpenMember {
    return { ...this.update(name, size), action: 'replace' };
  }

  deletion(name: string): OpenMember {
    return { ...this.#member(name), action: 'delete', target: null, prior: this.#recorded(name) };
  }

  forget(name: string): void {
    const { [`instance.${name}` as const]: _, ...resources } = this.state.resources;
    this.state = { ...this.state, resources };
  }

  /** Records that the image of a machine was built from these sources, and pushed. */
  pushImage(name: string, sources: string, reference: string): void {
    const address = `image.${name}` as const;
    const [repository = '', digest = ''] = reference.split('@');
    const pushed = { repository, digest, sizeBytes: null, pushedAt: '2026-11-20T00:00:00.000Z' };
    const record: ResourceRecord = {
      ...recordOf(name, 'small'),
      address,
      kind: 'image',
      engine: 'docker',
      provider: 'docker',
      region: null,
      inputs: encodeImage(sampleBuiltImage({ digest: sources })),
      outputs: encodeImageOutputs({ id: null, epoch: null, repoDigest: reference, pushed }),
    };
    this.state = { ...this.state, resources: { ...this.state.resources, [address]: record } };
  }

  /** Changes a record to what an observation found. */
  seeing(name: string, inputs: JsonObject): void {
    const address = `instance.${name}` as const;
    const record = this.state.resources[address];
    if (record === undefined) throw new Error(`no ${address}`);
    this.state = { ...this.state, resources: { ...this.state.resources, [address]: { ...record, inputs } } };
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.fake.remove();
    return Promise.resolve();
  }

  #member(name: string) {
    return { address: `instance.${name}` as const, key: `key-${name}`, tombstone: null };
  }

  #recorded(name: string): ResourceRecord {
    return this.state.resources[`instance.${name}`]!;
  }

  record({ members }: OpenEntry, { address, existing }: MemberResult): void {
    const target = members.find((member) => member.address === address)?.target ?? null;
    const { [address]: _, ...others } = this.state.resources;
    const record =
      existing === null || existing === 'unknown' || target === null
        ? {}
        : { [address]: { ...target, ...existing, inputs: target.inputs } };
    this.state = { ...this.state, resources: { ...others, ...record } };
  }
}

export function recordOf(name: string, size: string, more: JsonObject = {}): ResourceRecord {
  const inputs = { name: `helix-${name}`, provider: 'aws', size, ...more };
  return {
    address: `instance.${name}`,
    kind: 'instance',
    name,
    engine: 'terraform',
    provider: 'aws',
    region: 'us-east-1',
    inputs,
    inputsDigest: digestOf(inputs),
    outputs: {},
    dependsOn: [],
    protect: false,
    ttlSeconds: null,
    createdAt: '2026-11-20T00:00:00.000Z',
    renewedAt: null,
    renewedForSeconds: null,
    expiresAt: null,
    status: 'ready',
    applied: { by: 'ada@laptop', at: '2026-11-20T00:00:00.000Z', commit: null, planDigest: null },
  };
}

function loweredOf(name: string, { size = null, image }: JsonObject, op: string): Lowered {
  const primary = `aws_instance.${name}`;
  const isBuilt = image !== undefined;
  return {
    revision: 1,
    helixAddress: `instance.${name}`,
    primary,
    op,
    expiresAt: null,
    data: {},
    secrets: {},
    resources: {
      [primary]: {
        size,
        public_ip: '127.0.0.1',
        ...(isBuilt && { user_data: `run \${var.helix_image["instance.${name}"]}` }),
      },
    },
    ...(isBuilt && { image: imageBeforePush(null) }),
    outputs: {
      instance_id: { address: primary, attribute: 'id' },
      public_address: { address: primary, attribute: 'public_ip' },
    },
    probes: { [primary]: { by: 'op' } },
  };
}

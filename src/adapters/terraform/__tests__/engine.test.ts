import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import * as stacks from '../../../../stacks';
import type { Lowered } from '../../../../stacks';
import type { EngineContext, MemberResult } from '../../../ports/engine';
import type { OpenEntry, OpenMember, ResourceRecord, State } from '../../../state/state';
import type { JsonObject } from '../../../values/json';
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

describe('a batch of creations', () => {
  it('is applied by Terraform, and recorded with its blocks and its state', async () => {
    await using world = new World();
    const results = await world.apply(world.creation('api', 'small'));
    expect(results).toEqual([
      {
        address: 'instance.api',
        outcome: 'done',
        existing: {
          inputs: {},
          outputs: { instance_id: expect.stringMatching(/^id-/) as string, public_address: '127.0.0.1' },
          status: 'ready',
          lowered: expect.objectContaining({ primary: 'aws_instance.api' }) as JsonObject,
        },
      },
    ]);
    expect(world.fake.exists()).toEqual(['aws_instance.api']);
    expect(world.state.mirrors?.['aws-us-east-1-compute']).toContain('aws_instance');
  });

  it('applies the plan that was prepared, without planning twice', async () => {
    await using world = new World();
    const member = world.creation('api', 'small');
    await world.engine.prepare([member]);
    await world.apply(member);
    expect(world.fake.calls().filter((call) => call.startsWith('plan'))).toHaveLength(2);
    expect(world.fake.calls().filter((call) => call.startsWith('init'))).toHaveLength(1);
  });

  it('completes the others when one fails, and reports the message of its provider', async () => {
    await using world = new World();
    world.fake.tell({ refuse: { 'aws_instance.api': 'no such type' } });
    const [api, worker] = await world.apply(
      world.creation('api', 'small'),
      world.creation('worker', 'small'),
    );
    expect(api).toMatchObject({ outcome: 'failed', existing: null, error: { kind: 'failed' } });
    expect(api).toMatchObject({ error: { message: expect.stringContaining('no such type') as string } });
    expect(worker).toMatchObject({ outcome: 'done' });
  });

  it('is noted before Terraform runs: its blocks, the expected actions, its process group', async () => {
    await using world = new World();
    await world.apply(world.creation('api', 'small'));
    expect(world.notes[0]).toMatchObject({
      targets: { 'instance.api': { op: expect.any(String) as string } },
      runs: [{ expected: { 'aws_instance.api': 'create' }, process: { pid: expect.any(Number) as number } }],
    });
    expect(world.order).toEqual(['note', 'mirror']);
  });
});

describe('a plan of Terraform that differs from the approved one', () => {
  it('is refused before anything is begun when it does more', async () => {
    await using world = await World.with('api', 'small');
    world.fake.tell({ replace: ['aws_instance.api'] });
    await expect(world.engine.prepare([world.update('api', 'large')])).rejects.toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('instance.api, aws_instance.api: expected update') as string,
    });
  });

  it('is refused when it does less', async () => {
    await using world = await World.with('api', 'small');
    await expect(world.engine.prepare([world.update('api', 'small')])).resolves.toEqual([]);
    const renamed = { ...world.update('api', 'large'), action: 'replace' as const };
    world.fake.tell({ objects: {} });
    await expect(world.engine.prepare([renamed])).rejects.toMatchObject({ kind: 'refused' });
  });

  it('is refused because of drift of another resource in the stack', async () => {
    await using world = await World.with('api', 'small');
    world.fake.tell({ changed: ['aws_instance.api'] });
    const [result] = await world.apply(world.creation('worker', 'small'));
    expect(result).toMatchObject({ outcome: 'failed', existing: null, error: { kind: 'deviation' } });
    expect(world.fake.exists()).toEqual(['aws_instance.api']);
  });

  it('does not prevent the deletion of another resource', async () => {
    await using world = await World.with('api', 'small', 'worker');
    world.fake.tell({ changed: ['aws_instance.api'] });
    const [result] = await world.apply(world.deletion('worker'));
    expect(result).toEqual({ address: 'instance.worker', outcome: 'done', existing: null });
    expect(world.fake.exists()).toEqual(['aws_instance.api']);
  });
});

describe('a resource whose record a user removed', () => {
  it('is left alone in the cloud', async () => {
    await using world = await World.with('api', 'small', 'worker');
    world.forget('api');
    await world.apply(world.deletion('worker'));
    expect(world.fake.exists()).toEqual(['aws_instance.api']);
  });
});

describe('a run that nobody saw end', () => {
  it('is found again by its tag, even if the state of Terraform is torn', async () => {
    await using world = new World();
    world.fake.tell({ dieAfter: 'aws_instance.api' });
    const entry = world.entry([world.creation('api', 'small')]);
    world.losesLease = true;
    await expect(world.engine.apply(entry, world.context())).rejects.toThrow('gone');
    const [result] = await world.engine.probe(world.noted(entry), world.context());
    expect(result).toMatchObject({ outcome: 'done', existing: { status: 'ready' } });
    expect(world.fake.exists()).toEqual(['aws_instance.api']);
  });

  it('is inspected at once by a Helix that still runs, which records what exists', async () => {
    await using world = new World();
    world.fake.tell({ dieAfter: 'aws_instance.api' });
    const [result] = await world.apply(world.creation('api', 'small'));
    expect(result).toMatchObject({ outcome: 'failed', existing: { status: 'failed' } });
    expect(world.fake.exists()).toEqual(['aws_instance.api']);
  });

  it('stops and names both objects when two match one creation', async () => {
    await using world = new World();
    world.fake.tell({ dieAfter: 'aws_instance.api' });
    const entry = world.entry([world.creation('api', 'small')]);
    world.losesLease = true;
    await expect(world.engine.apply(entry, world.context())).rejects.toThrow('gone');
    const { objects } = world.fake.cloud;
    world.fake.tell({ objects: { ...objects, 'id-two': { ...Object.values(objects)[0]! } } });
    const [result] = await world.engine.probe(world.noted(entry), world.context());
    expect(result).toMatchObject({
      existing: 'unknown',
      error: { message: expect.stringContaining('there are 2: id-') as string },
    });
  });

  it('has changed nothing when nothing was noted', async () => {
    await using world = await World.with('api', 'small');
    const entry = world.entry([world.update('api', 'large'), world.creation('worker', 'small')]);
    const [api, worker] = await world.engine.probe(entry, world.context());
    expect(api).toMatchObject({ existing: { status: 'ready', inputs: { size: 'small' } } });
    expect(worker).toMatchObject({ existing: null });
  });

  it('is unknown without the lease', async () => {
    await using world = new World();
    const entry = world.entry([world.creation('api', 'small')]);
    expect(await world.engine.probe(entry, null)).toMatchObject([{ existing: 'unknown' }]);
    expect(world.fake.calls()).toEqual([]);
  });
});

describe('the first Ctrl-C', () => {
  it('interrupts Terraform once, and leaves unknown results open', async () => {
    await using world = new World();
    world.fake.tell({ hang: 'aws_instance.api' });
    const stop = new AbortController();
    const applied = world.apply(
      { stopping: stop.signal, onEvent: () => stop.abort() },
      world.creation('api', 'small'),
    );
    expect(await applied).toMatchObject([{ existing: 'unknown', error: { kind: 'cancelled' } }]);
  });

  it('prevents a run that has not begun', async () => {
    await using world = new World();
    const stopping = AbortSignal.abort();
    const results = await world.apply({ stopping }, world.creation('api', 'small'));
    expect(results).toMatchObject([{ existing: null, error: { kind: 'cancelled' } }]);
    expect(world.fake.exists()).toEqual([]);
  });
});

describe('an observation', () => {
  it('tells what is gone, what drifted, and what is unchanged', async () => {
    await using world = await World.with('api', 'small', 'worker', 'other');
    const { objects } = world.fake.cloud;
    const left = Object.entries(objects).filter(([, { address }]) => address !== 'aws_instance.api');
    world.fake.tell({ objects: Object.fromEntries(left), changed: ['aws_instance.worker'] });
    const seen = await world.engine.observe(Object.values(world.state.resources));
    expect(seen.get('instance.api')).toEqual({ state: 'gone' });
    expect(seen.get('instance.worker')).toMatchObject({
      existing: { status: 'ready', inputs: { outside: { 'aws_instance.size': 'outside' } } },
    });
    expect(seen.get('instance.other')).toMatchObject({ existing: { status: 'ready', inputs: {} } });
  });

  it('tells which drift only a replacement repairs; approved as one, it is a replacement', async () => {
    await using world = await World.with('api', 'small');
    world.fake.tell({ changed: ['aws_instance.api'], replace: ['aws_instance.api'] });
    const { inputs } = world.state.resources['instance.api']!;
    const seen = (await world.engine.observe(Object.values(world.state.resources))).get('instance.api');
    const outside = { replaced_outside: { 'aws_instance.size': 'outside' } };
    expect(seen).toMatchObject({ existing: { status: 'ready', inputs: outside } });
    await expect(world.engine.prepare([world.update('api', 'small')])).rejects.toMatchObject({
      kind: 'refused',
    });

    world.seeing('api', { ...inputs, ...outside });
    const repair = { ...world.update('api', 'small'), action: 'replace' as const };
    await expect(world.engine.prepare([repair])).resolves.toMatchObject([{ action: 'replace' }]);
  });
});

describe('a machine with a health check', () => {
  it('has failed, and is recorded, when it answers that it is not healthy', async () => {
    await using world = new World();
    const server = createServer((_, response) => response.writeHead(500).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const health = {
      endpoint: '/health',
      port,
      interval_seconds: 1,
      timeout_seconds: 1,
      unhealthy_threshold: 1,
    };
    const [result] = await world.apply(world.creation('api', 'small', { health }));
    await new Promise((resolve) => server.close(resolve));
    expect(result).toMatchObject({
      outcome: 'failed',
      existing: { status: 'failed', outputs: { public_address: '127.0.0.1' } },
      error: { message: expect.stringContaining('answered 500') as string },
    });
  });
});

describe('the environment of a child', () => {
  it('has the credentials, and nothing that changes the meaning of a command', async () => {
    await using world = new World({
      TF_CLI_ARGS_plan: '-destroy',
      TF_WORKSPACE: 'other',
      SECRET: 'x',
      TF_LOG: 'trace',
    });
    await world.apply(world.creation('api', 'small'));
    const names = Object.keys(world.fake.environment());
    expect(names).toEqual(expect.arrayContaining(['PATH', 'AWS_ACCESS_KEY_ID', 'TF_IN_AUTOMATION']));
    expect(names.filter((name) => /^TF_(CLI_ARGS|WORKSPACE|LOG)|SECRET$/.test(name))).toEqual([]);
  });
});

describe('two accounts in one apply', () => {
  it('have a stack, a state and credentials each', async () => {
    await using world = new World();
    world.accounts = { worker: 'research' };
    await world.apply(world.creation('api', 'small'), world.creation('worker', 'small'));
    expect(world.fake.exists()).toEqual(['aws_instance.api', 'aws_instance.worker']);
    expect(Object.keys(world.state.mirrors ?? {}).sort()).toEqual([
      'aws-us-east-1-compute',
      'research@aws-us-east-1-compute',
    ]);
    expect(world.opened).toEqual([undefined, 'research']);
    expect(world.fake.environment()['AWS_ACCESS_KEY_ID']).toBe('AKIARESEARCH');
    const observed = await world.engine.observe(Object.values(world.state.resources));
    expect([...observed.keys()].sort()).toEqual(['instance.api', 'instance.worker']);
    expect(world.opened).toEqual([undefined, 'research']);
  });

  it('are both checked before the first operation', async () => {
    await using world = new World();
    world.accounts = { worker: 'research' };
    await world.engine.check([
      recordOf('worker', 'small'),
      recordOf('api', 'small'),
      recordOf('other', 'small'),
    ]);
    expect(world.opened).toEqual(['research', undefined]);
  });
});

describe('files', () => {
  it('of a work directory contain no credentials, and the lock file of providers is kept beside the project', async () => {
    await using world = await World.with('api', 'small');
    const lock = readFileSync(join(world.fake.root, 'helix.terraform.lock.hcl'), 'utf8');
    expect(lock).toBe('# locked');
    const text = readFileSync(join(world.directory('aws-us-east-1-compute').path, 'main.tf.json'), 'utf8');
    expect(text).not.toContain('AKIATEST');
  });
});

/** An engine with a fake Terraform and a state of its own. */
class World implements AsyncDisposable {
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
      fetch: () => Promise.reject(new Error('no machine of these tests answers')),
      stacks: {
        stackOf: (record) => ({
          ...stacks.stackOf(record),
          account: this.accounts[record.address.slice('instance.'.length)],
        }),
        lower: ({ name, inputs }, { op }) => Promise.resolve(loweredOf(name, inputs['size'] as string, op)),
      },
      openAccess: async ({ account }) => {
        this.opened.push(account);
        program ??= findTerraform(own.PATH, commands, childEnvironment(own, null));
        const environment = childEnvironment(own, {
          cloud: stacks.terraformCloud('aws'),
          credentials: {
            AWS_ACCESS_KEY_ID: `AKIA${(account ?? 'test').toUpperCase()}`,
            AWS_SECRET_ACCESS_KEY: 'x',
          },
        });
        const files = await openProviderFiles(this.fake.root, {}, this.fake.home, { table, clock, random });
        return {
          terraform: new Terraform({ commands, program: await program, environment, files }),
          endpointUrl: ENDPOINT,
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
    for (const result of results) this.#record(entry, result);
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

  deletion(name: string): OpenMember {
    return { ...this.#member(name), action: 'delete', target: null, prior: this.#recorded(name) };
  }

  forget(name: string): void {
    const { [`instance.${name}` as const]: _, ...resources } = this.state.resources;
    this.state = { ...this.state, resources };
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

  #record({ members }: OpenEntry, { address, existing }: MemberResult): void {
    const target = members.find((member) => member.address === address)?.target ?? null;
    const { [address]: _, ...others } = this.state.resources;
    const record =
      existing === null || existing === 'unknown' || target === null
        ? {}
        : { [address]: { ...target, ...existing, inputs: target.inputs } };
    this.state = { ...this.state, resources: { ...others, ...record } };
  }
}

function recordOf(name: string, size: string, more: JsonObject = {}): ResourceRecord {
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

function loweredOf(name: string, size: string, op: string): Lowered {
  const primary = `aws_instance.${name}`;
  return {
    revision: 1,
    helixAddress: `instance.${name}`,
    primary,
    op,
    expiresAt: null,
    data: {},
    secrets: {},
    resources: { [primary]: { size, public_ip: '127.0.0.1' } },
    outputs: {
      instance_id: { address: primary, attribute: 'id' },
      public_address: { address: primary, attribute: 'public_ip' },
    },
    probes: { [primary]: { by: 'op' } },
  };
}

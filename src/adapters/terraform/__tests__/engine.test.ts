import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { JsonObject } from '../../../values/json';
import { recordOf, World } from './world';

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

  it('is found again when it replaced a machine, though the newest whole state knows only the deleted one', async () => {
    await using world = await World.with('api', 'small');
    world.fake.tell({ replace: ['aws_instance.api'], dieAfter: 'aws_instance.api' });
    const entry = world.entry([world.replacement('api', 'large')]);
    world.losesLease = true;
    await expect(world.engine.apply(entry, world.context())).rejects.toThrow('gone');
    const [created] = Object.keys(world.fake.cloud.objects);
    world.fake.tell({ replace: [] });
    const [result] = await world.engine.probe(world.noted(entry), world.context());
    expect(result).toMatchObject({
      outcome: 'done',
      existing: { status: 'ready', outputs: { instance_id: created } },
    });
    expect(world.fake.exists()).toEqual(['aws_instance.api']);
  });

  it('keeps a machine whose replacement had not begun', async () => {
    await using world = await World.with('api', 'small');
    const [old] = Object.keys(world.fake.cloud.objects);
    world.fake.tell({ replace: ['aws_instance.api'], dieBefore: 'aws_instance.api' });
    const entry = world.entry([world.replacement('api', 'large')]);
    world.losesLease = true;
    await expect(world.engine.apply(entry, world.context())).rejects.toThrow('gone');
    const [result] = await world.engine.probe(world.noted(entry), world.context());
    expect(result).toMatchObject({ outcome: 'failed', existing: { outputs: { instance_id: old } } });
    expect(Object.keys(world.fake.cloud.objects)).toEqual([old]);
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
    expect(world.proved).toEqual(['research in us-east-1', 'preferred in us-east-1']);
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

import { generateKeyPairSync } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from '../../helix';
import { sharedCloud } from '../../shared-cloud';

const TOML = `[project]
name = "papertrail"

[cloud.production.helix]
cluster_id = "ID-production"
size = "medium"

[cloud.staging.helix]
cluster_id = "ID-staging"
size = "small"
`;

const shared = sharedCloud();
const { project, checkout, listClustersOf: clustersOf } = shared;

function papertrail(toml = TOML): TestProject {
  return project({ 'helix.toml': toml, 'db/schema.hx': 'N::Paper { title: String }\n' });
}

async function applyProject(toml = TOML): Promise<TestProject> {
  const made = papertrail(toml);
  await made.runHelix('apply', '--auto-approve');
  return made;
}

async function readDigest(made: TestProject): Promise<string> {
  return /--plan-digest (\S+)/.exec(await made.runHelix('plan'))![1]!;
}

async function readSizes(made: TestProject): Promise<string[]> {
  return (await clustersOf(made)).map(({ size }) => size);
}

describe('a saved plan', () => {
  it('is shown as it was planned, and applied without asking', async () => {
    const made = papertrail();
    const text = await made.runHelix('plan', '--out', 'x.plan');
    const json = await made.runHelix('plan', '--json');
    expect(await made.runHelix('show', 'x.plan')).toBe(text);
    const withoutTime = (shown: string) => shown.replaceAll(/"(timestamp|created_at)":"[^"]+"/g, '');
    expect(withoutTime(await made.runHelix('show', 'x.plan', '--json'))).toBe(withoutTime(json));

    const run = await made.run(['apply', 'x.plan']);
    expect([run.code, run.stdout]).toEqual([0, expect.stringContaining('2 added, 0 changed, 0 destroyed')]);
    expect(await readSizes(made)).toEqual(['medium', 'small']);
  });

  it('is named in the command that applies it', async () => {
    const { stderr } = await papertrail().run(['plan', '--out', 'x.plan']);
    expect(stderr).toContain('`helix apply x.plan`');
  });

  it.each([
    ['a size', '"medium"', '"large"', 'cluster.production is not as planned'],
    ['an address', '"cluster.staging"', '"cluster.stage"', 'cluster.staging was removed'],
    ['the workspace', '"workspace": "default"', '"workspace": "other"', 'settings for the whole project'],
    ['the reason that is shown', '"reason": "new"', '"reason": "gone"', 'cluster.production is not'],
    ['the digest', /helix1:../, 'helix1:zz', 'its digest differs'],
  ])('is refused with 5 when %s in it was edited, and says what', async (_, from, to, what) => {
    const made = papertrail();
    await made.runHelix('plan', '--out', 'x.plan');
    const saved = made.read('x.plan');
    const edited = saved.replace(from, to);
    expect(edited).not.toBe(saved);
    made.write('x.plan', edited);
    for (const verb of ['apply', 'show']) {
      const run = await made.run([verb, 'x.plan']);
      expect([run.code, run.stdout]).toEqual([5, '']);
      expect(run.stderr).toContain('x.plan was edited');
      expect(run.stderr).toContain(what);
    }
    expect(await clustersOf(made)).toEqual([]);
  });

  it('is refused with 5 when a record that it reads has changed, and says which and how', async () => {
    const made = await applyProject();
    made.edit('helix.toml', '"small"', '"large"');
    const planned = made.read('helix.toml');
    await made.runHelix('plan', '--out', 'x.plan');
    made.edit('helix.toml', '"large"', '"medium"');
    await made.runHelix('apply', '--auto-approve');
    made.write('helix.toml', planned);
    const run = await made.run(['apply', 'x.plan']);
    expect(run.code).toBe(5);
    expect(run.stderr).toContain('this plan is stale');
    expect(run.stderr).toContain('cluster.staging was changed since: size small -> medium');
    expect(await readSizes(made)).toEqual(['medium', 'medium']);
  });

  it('is applied again without an error, and says that nothing is left to do', async () => {
    const made = papertrail();
    await made.runHelix('plan', '--out', 'x.plan');
    await made.runHelix('apply', 'x.plan');
    const again = await made.run(['apply', 'x.plan']);
    expect([again.code, again.stderr]).toEqual([
      0,
      expect.stringContaining('Already applied by ada@laptop at '),
    ]);
  });

  it('is refused with 5 when it was made from another configuration, and says what differs', async () => {
    const made = papertrail();
    await made.runHelix('plan', '--out', 'x.plan');
    made.edit('helix.toml', '"small"', '"large"');
    const run = await made.run(['apply', 'x.plan']);
    expect(run.code).toBe(5);
    expect(run.stderr).toContain('made from another configuration');
    expect(run.stderr).toContain('cluster.staging: size was to become small, now large');
    expect(await clustersOf(made)).toEqual([]);
  });

  it('is refused with 5 when a query file was edited since, and names the file', async () => {
    const made = papertrail();
    await made.runHelix('plan', '--out', 'x.plan');
    made.write('db/schema.hx', 'N::Paper { title: String, year: I32 }\n');
    const run = await made.run(['apply', 'x.plan']);
    expect(run.code).toBe(5);
    expect(run.stderr).toContain('files that this plan was made of were edited');
    expect(run.stderr).toContain('cluster.production: 1 file changed: schema.hx');
    expect(await clustersOf(made)).toEqual([]);
  });

  it('applies when something else was changed meanwhile: two plans about different things both do', async () => {
    const made = await applyProject();
    made.edit('helix.toml', '"medium"', '"large"');
    made.edit('helix.toml', '"small"', '"medium"');
    await made.runHelix('plan', '--target', 'production', '--out', 'one.plan');
    await made.runHelix('plan', '--target', 'staging', '--out', 'two.plan');
    expect(await made.runHelix('apply', 'one.plan')).toContain('0 added, 1 changed');
    expect(await made.runHelix('apply', 'two.plan')).toContain('0 added, 1 changed');
    expect(await readSizes(made)).toEqual(['large', 'medium']);
  });

  it('takes everything down when it was made with --destroy', async () => {
    const made = await applyProject();
    await made.runHelix('plan', '--destroy', '--out', 'x.plan');
    expect(await made.runHelix('apply', 'x.plan')).toContain('Destroy complete! Resources: 2 destroyed.');
    expect(await clustersOf(made)).toEqual([]);
  });

  it('repairs what plan --refresh found to be gone', async () => {
    const made = await applyProject();
    const [gone] = await clustersOf(made);
    await shared.cloud.deleteBehind(gone!.cluster_id);
    const digest = /--plan-digest (\S+)/.exec(
      await made.runHelix('plan', '--refresh', '--out', 'x.plan'),
    )![1]!;
    expect((await made.run(['apply', '--plan-digest', digest, '--refresh=false'])).code).toBe(5);
    expect(await made.runHelix('apply', '--plan-digest', digest)).toContain('1 added, 0 changed');
    expect(await clustersOf(made)).toHaveLength(2);
  });

  it('is refused in another project, in another workspace and on another state', async () => {
    const made = await applyProject();
    made.edit('helix.toml', '"small"', '"large"');
    await made.runHelix('plan', '--out', 'x.plan');
    const elsewhere = await made.run(['apply', 'x.plan', '--workspace', 'preview']);
    expect([elsewhere.code, elsewhere.stderr]).toEqual([
      5,
      expect.stringContaining('for workspace default, not for preview'),
    ]);
    const twin = checkout(made);
    const onOther = await twin.run(['apply', 'x.plan']);
    expect([onOther.code, onOther.stderr]).toEqual([5, expect.stringContaining('was removed since')]);
    twin.edit('helix.toml', 'papertrail', 'other');
    const inOther = await twin.run(['apply', 'x.plan']);
    expect([inOther.code, inOther.stderr]).toEqual([
      5,
      expect.stringMatching(/for project papertrail, workspace default, not for other/),
    ]);
    expect(await readSizes(made)).toEqual(['medium', 'small']);
  });

  it('of a workspace is applied to that workspace', async () => {
    const made = papertrail();
    await made.runHelix('plan', '--workspace', 'preview', '--out', 'x.plan');
    await made.runHelix('apply', 'x.plan');
    expect((await clustersOf(made)).map(({ owner }) => owner.workspace)).toEqual(['preview', 'preview']);
  });

  it.each([
    ['no file', null, 'there is no plan file'],
    ['no JSON', 'hello', 'x.plan is not a plan'],
    ['other JSON', '{"format_version":"1.2"}', 'x.plan is not a plan'],
  ])('is refused with 1 when it is %s', async (_, content, why) => {
    const made = papertrail();
    if (content !== null) made.write('x.plan', content);
    const run = await made.run(['apply', 'x.plan']);
    expect([run.code, run.stderr]).toEqual([1, expect.stringContaining(why)]);
  });
});

describe('an approved digest', () => {
  it('applies what is the same plan an hour later', async () => {
    const made = papertrail();
    const digest = await readDigest(made);
    const run = await made.run(['apply', '--plan-digest', digest], { node: made.clockOffBy(3_600_000) });
    expect([run.code, run.stdout]).toEqual([0, expect.stringContaining('2 added')]);
  });

  it('is refused with 5 when the plan is another one now, which is named', async () => {
    const made = papertrail();
    const digest = await readDigest(made);
    made.edit('helix.toml', '"small"', '"large"');
    const run = await made.run(['apply', '--plan-digest', digest]);
    expect(run.code).toBe(5);
    expect(run.stderr).toContain(`it is now ${await readDigest(made)}`);
    expect(run.stderr).toContain('create cluster.production, create cluster.staging');
    expect(await clustersOf(made)).toEqual([]);
  });
});

describe('a secret that is written into the file', () => {
  const SECRET = 'sk-live-4242424242424242';

  it('is warned of, and is never printed, recorded, saved or logged', async () => {
    const made = papertrail(`${TOML}env_vars = { OPENAI_API_KEY = "${SECRET}" }\n`);
    const plan = await made.run(['plan', '--full', '--out', 'x.plan', '--verbose']);
    expect(plan.stderr).toContain('looks like a secret');
    const log = { env: { HELIX_LOG: join(made.home, 'log') } };
    const runs = [
      plan,
      await made.run(['plan', '--json']),
      await made.run(['validate', '--json']),
      await made.run(['graph', '--json']),
      await made.run(['apply', 'x.plan', '--verbose']),
      await made.run(['state', 'list', '--json']),
      await made.run(['status', '--json'], log),
    ];
    expect(runs.map(({ code }) => code)).toEqual(runs.map(() => 0));
    for (const { stdout, stderr } of runs) expect(stdout + stderr).not.toContain(SECRET);
    expect(filesWith(SECRET, made.directory)).toEqual(['helix.toml']);
    expect(filesWith(SECRET, made.home)).toEqual([]);
    // And yet the cluster has got it.
    const [, staging] = await clustersOf(made);
    expect(staging!.env_vars).toEqual(['OPENAI_API_KEY']);
  });

  function filesWith(text: string, directory: string): string[] {
    return readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .filter((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8').includes(text))
      .map(({ name }) => name);
  }
});

describe('plan', () => {
  it('with --detailed-exitcode ends with 2 for changes and 0 for none', async () => {
    const made = papertrail();
    expect((await made.run(['plan', '--detailed-exitcode'])).code).toBe(2);
    await made.runHelix('apply', '--auto-approve');
    expect((await made.run(['plan', '--detailed-exitcode'])).code).toBe(0);
    expect((await made.run(['plan', '--destroy', '--detailed-exitcode'])).code).toBe(2);
  });

  it('that is refused ends with 5, and with 0 where that is allowed', async () => {
    const made = papertrail();
    made.write('helix.toml', `${made.read('helix.toml')}\n[policy]\nrequire_ttl = true\n`);
    expect(await made.run(['plan', '--detailed-exitcode'])).toMatchObject({
      code: 5,
      stdout: expect.stringContaining('This plan cannot be applied.') as string,
    });
    expect((await made.run(['plan', '--allow-refused'])).code).toBe(0);
  });

  it('can be approved on a quiet day, and is applied again without an error', async () => {
    const made = papertrail();
    const approved = digestOf(await made.runHelix('plan'));
    await made.runHelix('apply', '--plan-digest', approved);
    const quiet = digestOf(await made.runHelix('plan'));
    await made.runHelix('apply', '--plan-digest', quiet);
    const again = await made.run(['apply', '--plan-digest', approved]);
    expect(again.code).toBe(0);
    expect(again.stderr).toMatch(/Already applied by ada@laptop at \S+: nothing is left to do\./);
  });

  function digestOf(plan: string): string {
    return /--plan-digest (helix1:[0-9a-f]{64})/.exec(plan)?.[1] ?? 'none';
  }

  it('with --target plans that alone, by name or by address, and refuses what nothing is called', async () => {
    const made = papertrail();
    const plan = await made.runHelix('plan', '--target', 'staging');
    expect(plan).toContain('Plan: 1 to add');
    expect(plan).not.toContain('cluster.production');
    expect(plan).toMatch(/Approve with: helix apply --target cluster.staging --plan-digest/);
    expect(await made.runHelix('plan', '--target', 'cluster.staging')).toBe(plan);
    const unknown = await made.run(['plan', '--target', 'stagin']);
    expect([unknown.code, unknown.stdout]).toEqual([1, '']);
    expect(unknown.stderr).toMatch(/nothing is called "stagin"[^]*cluster.staging/);
  });

  it('with --out never overwrites what is not a plan, and makes no directory', async () => {
    const made = papertrail();
    const toml = made.read('helix.toml');
    const over = await made.run(['plan', '--out', 'helix.toml']);
    expect([over.code, made.read('helix.toml')]).toEqual([1, toml]);
    expect(over.stderr).toMatch(/helix.toml exists and is not a plan/);
    const nowhere = await made.run(['plan', '--out', 'nowhere/x.plan']);
    expect([nowhere.code, nowhere.stderr]).toEqual([1, expect.stringContaining('there is no directory')]);
    expect(existsSync(join(made.directory, 'nowhere'))).toBe(false);
    expect((await made.run(['plan', '--out', '/dev/null'])).code).toBe(1);
    made.write('x.plan', '');
    await made.runHelix('plan', '--out', 'x.plan');
    await made.runHelix('plan', '--destroy', '--out', 'x.plan');
    expect(made.read('x.plan')).toContain('"helixPlan"');
  });

  it('with --at is the plan of that time', async () => {
    const made = await applyProject(`${TOML}ttl = "12h"\n`);
    expect(await made.runHelix('plan', '--expired')).toContain('0 to destroy');
    const later = await made.runHelix('plan', '--expired', '--at', '2199-01-01T00:00:00Z');
    expect(later).toMatch(/- cluster.staging.*[^]*1 to destroy/);
    expect(await made.runHelix('plan', '--at', '2199-01-01T00:00:00Z')).toContain('Expired: cluster.staging');
    const wrong = await made.run(['plan', '--at', 'tomorrow']);
    expect([wrong.code, wrong.stderr]).toEqual([64, expect.stringContaining('"tomorrow"')]);
  });
});

describe('a plan that crosses hosts', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const KEY = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const PUBLIC = publicKey.export({ type: 'spki', format: 'pem' }).toString();

  it('is signed with a key of the environment, and applied where the public key is', async () => {
    const made = papertrail();
    made.write('key.pub', PUBLIC);
    const signed = await made.run(['plan', '--out', 'x.plan', '--sign', 'env:SIGNING_KEY'], {
      env: { SIGNING_KEY: KEY },
    });
    expect(signed.code).toBe(0);
    for (const text of [signed.stdout, signed.stderr, made.read('x.plan')]) {
      expect(text).not.toContain(KEY.split('\n')[1]);
    }
    const run = await made.run(['apply', 'x.plan', '--verify-key', 'key.pub']);
    expect([run.code, run.stdout]).toEqual([0, expect.stringContaining('2 added')]);
  });

  it('is refused with 5 when it is not signed, or was edited after it was signed', async () => {
    const made = papertrail();
    made.write('key.pub', PUBLIC);
    made.write('key.pem', KEY);
    await made.runHelix('plan', '--out', 'plain.plan');
    await made.runHelix('plan', '--out', 'signed.plan', '--sign', 'key.pem');
    const plan = JSON.parse(made.read('plain.plan')) as object;
    const { signature } = JSON.parse(made.read('signed.plan')) as { signature: object };
    made.write('moved.plan', JSON.stringify({ ...plan, signature }));
    for (const [file, why] of [
      ['plain.plan', 'plain.plan is not signed'],
      ['moved.plan', 'was not made with the key'],
    ] as const) {
      const run = await made.run(['apply', file, '--verify-key', 'key.pub']);
      expect([run.code, run.stderr]).toEqual([5, expect.stringContaining(why)]);
    }
    expect(await clustersOf(made)).toEqual([]);
  });
});

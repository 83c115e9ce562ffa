import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InTerminal } from '../../terminal/in-terminal';
import { living } from '../cloud';
import { onMoto } from '../on-moto';

const POLICY = '[policy]\nallowed_providers = ["aws"]\nallowed_regions = ["us-east-1"]\n';
const STEPS = [
  'Provisioning infrastructure...',
  'Installing dependencies...',
  'Configuring networking...',
  'Deploying blueprint...',
  'Starting health monitoring...',
];

describe('the questions of a deploy, with a cloud that answers', () => {
  // The machines of this moto are reached where the test answers for them.
  const { moto, small } = onMoto({ publicAddress: '127.0.0.1' });

  it('lead through the steps that happen to a machine that is healthy', async () => {
    let probes = 0;
    // The first answer comes from what starts, the second from what is well.
    const service = createServer((_, response) => {
      probes += 1;
      response.writeHead(probes === 1 ? 503 : 200).end();
    }).listen(0, '127.0.0.1');
    await once(service, 'listening');
    const { port } = service.address() as AddressInfo;
    const project = small(POLICY);
    const health = `[blueprint.health]\nhttp_endpoint = "/healthz"\nhttp_port = ${port}\ninterval_seconds = 1\n`;
    project.write('Blueprint.toml', `[blueprint]\nname = "small"\n${health}`);
    const before = project.read('helix.toml');

    const run = new InTerminal(project, ['cloud', 'deploy', '--image', 'docker.io/library/nginx:1.27'], {
      env: { NO_COLOR: '1' },
      rows: 40,
    });
    for (const question of ['Select deployment target', 'Select region', 'CPU cores', 'Memory (GB)']) {
      await run.waitForNext(question);
      run.press('\r');
    }
    for (const question of ['GPU count (0 for none)', 'Use spot instances?', 'Auto-terminate after']) {
      await run.waitForNext(question);
      run.press('\r');
    }
    await run.waitForNext('Proceed with deployment? (Y/n) ');
    run.press('\r');
    for (const [index, step] of STEPS.entries()) {
      await run.waitForNext(`] ${index + 1}/5 ${step}`);
    }
    await run.waitForNext('Deployment complete!');
    expect(await run.end()).toBe(0);
    service.close();

    const [machine] = living(await moto.readCloud());
    expect(run.shown).toContain(`  Deployment ID: ${machine!.id}`);
    expect(run.shown).toContain(`[${'='.repeat(8)}${' '.repeat(32)}] 1/5 ${STEPS[0]}`);
    const same = /The same without questions: helix (.*)\r\n/.exec(run.shown)![1]!.split(' ');
    expect(project.read('helix.toml')).toContain(
      `${before}\n[deploy.remote]\nprovider = "aws"\nregion = "us-east-1"\ncpu = 4\nmemory_gb = 16\nstorage_gb = 100\nspot = true\n`,
    );
    const again = await project.run([...same, '--yes', '--json']);
    expect([again.code, JSON.parse(again.stdout)]).toMatchObject([0, { result: 'unchanged' }]);
  });
});

import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { freePort } from '../../backends/free-port';
import { Running } from '../../../running';
import { counts, living, ONE_MACHINE } from '../cloud';
import { onMoto } from '../on-moto';
import { machine } from '../small-projects';

const APPLY = ['apply', '--auto-approve'];

/** Stands in for the service on the machine, as seen from outside. */
async function serve(port: number, status: number): Promise<Server> {
  const server = createServer((_, response) => response.writeHead(status).end());
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return server;
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

describe('a machine whose health is asked for', () => {
  const { moto, small } = onMoto({ publicAddress: '127.0.0.1' });

  it('that is never healthy has failed; the next apply waits for the same one until it is, and a healthy one is done', async () => {
    const port = await freePort();
    const project = small('');
    const health = `[blueprint.health]\nhttp_endpoint = "/healthz"\nhttp_port = ${port}\n`;
    const often = 'interval_seconds = 1\nunhealthy_threshold = 2\n';
    const blueprint = `[blueprint]\nname = "small"\n${health}${often}`;
    project.write('Blueprint.toml', blueprint + machine('api'));
    const url = `http://127.0.0.1:${port}/healthz`;

    const ill = await serve(port, 503);
    const failed = await project.run(APPLY);
    await closeServer(ill);
    expect([failed.code, failed.stdout + failed.stderr]).toEqual([
      4,
      expect.stringContaining(`not healthy: ${url} answered 503, 2 times in a row`),
    ]);
    const first = await moto.readCloud();
    expect(counts(first)).toEqual(ONE_MACHINE);

    const late = new Running(project, [...APPLY, '--verbose']);
    await late.waitForText(`waiting for ${url}`);
    const well = await serve(port, 200);
    expect([await late.end(), late.said]).toEqual([0, expect.anything()]);
    expect(living(await moto.readCloud())).toEqual(living(first));

    project.write('Blueprint.toml', blueprint + machine('api') + machine('other'));
    const { code, stderr } = await project.run([...APPLY, '--verbose']);
    await closeServer(well);
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('waiting for')]);
    expect(living(await moto.readCloud())).toHaveLength(2);
    expect((await project.run(['plan', '--refresh', '--detailed-exitcode'])).code).toBe(0);
  });
});

import { spawn } from 'node:child_process';
import { Agent } from 'node:http';
import { Duplex } from 'node:stream';
import type { Host } from '../../host/host';
import type { Endpoint } from './endpoint';

/** The end of `ssh` without a connection, in its own words. */
export class SshFailure extends Error {}

/** The longest time that a connection may take to be made. */
const CONNECT_SECONDS = 30;

/**
 * Returns an agent whose connections run `docker system dial-stdio` on the other host through the `ssh` program, as
 * Docker's own command does: keys, known hosts and jump hosts are those of the user's SSH configuration.
 */
export function sshAgent(
  endpoint: Extract<Endpoint, { type: 'ssh' }>,
  environment: Host['environment'],
): Agent {
  const agent = new Agent();
  return Object.assign(agent, { createConnection: () => dial(sshArguments(endpoint), environment) });
}

/** The arguments of `ssh`. It never asks: a prompt would wait forever. */
export function sshArguments({ user, host, port }: Extract<Endpoint, { type: 'ssh' }>): readonly string[] {
  return [
    ['-o', `ConnectTimeout=${CONNECT_SECONDS}`, '-o', 'BatchMode=yes', '-T'],
    user === null ? [] : ['-l', user],
    port === null ? [] : ['-p', port],
    ['--', host, 'docker', 'system', 'dial-stdio'],
  ].flat();
}

function dial(args: readonly string[], environment: Host['environment']): Duplex {
  const child = spawn('ssh', args, { env: environment, stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2000)));
  const connection = new Duplex({
    read: () => child.stdout.resume(),
    // A write that fails is not the reason: `ssh` says that, and ends.
    write: (chunk: Buffer, _, done) => child.stdin.write(chunk, () => done()),
    final: (done) => child.stdin.end(() => done()),
    destroy: (error, done) => {
      child.kill();
      done(error);
    },
  });
  child.stdin.on('error', () => undefined);
  child.stdout.on('data', (chunk: Buffer) => {
    if (!connection.push(chunk)) child.stdout.pause();
  });
  child.once('error', (error) => connection.destroy(error));
  child.once('close', (code) => {
    if (code === 0 || code === null) connection.push(null);
    else
      connection.destroy(
        new SshFailure(said.trim() === '' ? `ssh ended with exit code ${code}` : said.trim()),
      );
  });
  return connection;
}

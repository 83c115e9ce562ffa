import { execFile } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { foundProgram } from '../backends/found-program';
import { pythonWithMoto } from '../backends/moto-python';
import { startMoto } from '../backends/start-moto';
import type { Cloud } from './cloud';

/** The command that starts moto with our wrapper; its flags follow. Throws when moto is not there. */
export function motoCommand(): readonly string[] {
  return [pythonWithMoto(), join(__dirname, 'moto-like-aws.py')];
}

/** AWS as moto plays it, empty after each start, in a process of its own on a free port of loopback. */
export class Moto {
  readonly #publicAddress: string | undefined;

  #url = '';
  #child: ChildProcess | null = null;

  /** Every machine has this public address: one that can be asked. Addresses of nobody when it is not given. */
  constructor(publicAddress?: string) {
    this.#publicAddress = publicAddress;
  }

  get url(): string {
    return this.#url;
  }

  async start(): Promise<void> {
    const env = { ...process.env, MOTO_PUBLIC_ADDRESS: this.#publicAddress };
    const { url, child } = await startMoto(motoCommand(), env);
    this.#url = url;
    this.#child = child;
  }

  /** Whether it refuses whoever it does not know, as AWS does. */
  async checkCredentials(isOn: boolean): Promise<void> {
    await fetch(`${this.url}/moto-api/reset-auth`, { method: 'POST', body: isOn ? '0' : 'inf' });
  }

  /** Reads all that exists in a region through Amazon's SDK. */
  async readCloud(region = 'us-east-1'): Promise<Cloud> {
    const words = [join(__dirname, 'cloud.py'), this.url, region];
    const { stdout } = await promisify(execFile)(pythonWithMoto(), words, {
      env: environment(),
      maxBuffer: 2 ** 26,
    });
    return JSON.parse(stdout) as Cloud;
  }

  /** Runs the AWS CLI against it, and answers what it printed, parsed where it is JSON. */
  async runAws(region: string, ...words: readonly string[]): Promise<unknown> {
    const program = foundProgram('aws', 'pip install awscli');
    const flags = ['--endpoint-url', this.url, '--region', region, '--output', 'json'];
    const { stdout } = await promisify(execFile)(program, [...flags, ...words], { env: environment() });
    return stdout.trim() === '' ? null : JSON.parse(stdout);
  }

  /** The user data of a machine, as it was sent. */
  async readUserData(id: string, region = 'us-east-1'): Promise<string> {
    const words = ['ec2', 'describe-instance-attribute', '--instance-id', id, '--attribute', 'userData'];
    const { UserData: encoded } = (await this.runAws(region, ...words)) as { UserData: { Value: string } };
    return Buffer.from(encoded.Value, 'base64').toString();
  }

  async stop(): Promise<void> {
    if (this.#child === null || this.#child.exitCode !== null) return;
    const isClosed = once(this.#child, 'close');
    this.#child.kill('SIGKILL');
    await isClosed;
  }
}

/** Returns the environment of this host without its variables of AWS. */
function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  return {
    ...Object.fromEntries(own),
    AWS_ACCESS_KEY_ID: 'reader',
    AWS_SECRET_ACCESS_KEY: 'reader',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
}

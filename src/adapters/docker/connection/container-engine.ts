import { readFile } from 'node:fs/promises';
import type { Agent as HttpAgent } from 'node:http';
import { Agent } from 'node:https';
import { join } from 'node:path';
import Dockerode from 'dockerode';
import { HelixError } from '../../../errors';
import type { Host } from '../../host/host';
import { apiVersion } from './api-version';
import { engineErrorOf, hasStatus, unanswered } from './engine-error';
import type { Endpoint, TlsSettings } from './endpoint';
import { findEndpoint } from './find-endpoint';
import type { Runtime } from './find-endpoint';
import { sshAgent } from './ssh-agent';

/** The time in which an engine must answer its first request. */
const ANSWERS_WITHIN_MS = 10_000;

/** An engine, connected to with its first request. Every request to it goes through `ask` or `find`. */
export class ContainerEngine {
  readonly runtime: Runtime;
  readonly endpoint: Endpoint;
  readonly #options: Connection;
  #connecting: Promise<Dockerode> | undefined;

  private constructor(runtime: Runtime, endpoint: Endpoint, options: Connection) {
    this.runtime = runtime;
    this.endpoint = endpoint;
    this.#options = options;
  }

  /** Finds the engine of a runtime. Asks nothing of it. @throws HelixError `config` for an address that cannot be used */
  static async find(runtime: Runtime, host: Pick<Host, 'environment' | 'home'>): Promise<ContainerEngine> {
    const endpoint = await findEndpoint(runtime, host);
    return new ContainerEngine(runtime, endpoint, await readConnection(endpoint, host.environment));
  }

  /** Checks that it answers. @throws EngineError `unreachable` when it does not, `auth` when this user may not use it */
  async check(): Promise<void> {
    await this.#connect();
  }

  /** Whether it answers. @throws EngineError `auth` when this user may not use it */
  async isThere(): Promise<boolean> {
    try {
      await this.check();
      return true;
    } catch (error) {
      if (error instanceof HelixError && error.kind === 'unreachable') return false;
      throw error;
    }
  }

  /** Makes one request. @throws EngineError when it is refused or gets no answer */
  async ask<T>(request: (docker: Dockerode) => Promise<T>): Promise<T> {
    return this.#send(await this.#connect(), request);
  }

  /** Asks once for the version of the API that both know. */
  #connect(): Promise<Dockerode> {
    const connecting = (this.#connecting ??= this.#openClient());
    // It may have been started when it is asked again.
    connecting.catch(() => (this.#connecting = undefined));
    return connecting;
  }

  async #openClient(): Promise<Dockerode> {
    const abortSignal = AbortSignal.timeout(ANSWERS_WITHIN_MS);
    const { ApiVersion: newest, MinAPIVersion: oldest = null } = await this.#send(
      new Dockerode(this.#options),
      (docker) => (docker as unknown as Versioned).version({ abortSignal }),
    ).catch((error: unknown) => {
      const why = `it takes longer than ${ANSWERS_WITHIN_MS / 1000} s`;
      throw abortSignal.aborted ? unanswered(this.runtime, this.endpoint, why) : error;
    });
    const version = apiVersion({ newest, oldest });
    return new Dockerode({ ...this.#options, version });
  }

  async #send<T>(docker: Dockerode, request: (docker: Dockerode) => Promise<T>): Promise<T> {
    try {
      return await request(docker);
    } catch (error) {
      throw engineErrorOf(error, this.runtime, this.endpoint) ?? error;
    }
  }

  /** Makes one request for something that may not exist; null where it does not. */
  async find<T>(request: (docker: Dockerode) => Promise<T>): Promise<T | null> {
    try {
      return await this.ask(request);
    } catch (error) {
      if (hasStatus(error, 404)) return null;
      throw error;
    }
  }
}

/** A call of the library that its types leave out. */
interface Versioned {
  readonly version: (options: {
    readonly abortSignal: AbortSignal;
  }) => Promise<{ readonly ApiVersion: string; readonly MinAPIVersion?: string }>;
}
interface Connection extends Dockerode.DockerOptions {
  readonly agent?: HttpAgent;
}

/** The library reads DOCKER_HOST and its kin by itself: what is empty here keeps it from that. */
const NOTHING: Connection = {
  host: '',
  protocol: 'http',
  headers: {},
};

async function readConnection(endpoint: Endpoint, environment: Host['environment']): Promise<Connection> {
  switch (endpoint.type) {
    case 'socket':
      return { ...NOTHING, socketPath: endpoint.path };
    case 'ssh':
      // The host is only the one in the request's headers: the agent makes the connection.
      return { ...NOTHING, host: 'docker', port: 80, agent: sshAgent(endpoint, environment) };
    case 'tcp': {
      const { host, port, tls } = endpoint;
      if (tls === null) return { ...NOTHING, host, port };
      const agent = new Agent({ ...(await readCertificates(tls)), rejectUnauthorized: tls.verify });
      return { ...NOTHING, host, port, protocol: 'https', agent };
    }
  }
}

async function readCertificates({ directory }: TlsSettings): Promise<Record<string, Buffer>> {
  if (directory === '') return {};
  const read = async (name: string): Promise<Buffer> => {
    const path = join(directory, `${name}.pem`);
    return readFile(path).catch((cause: unknown) => {
      throw new HelixError('config', `Cannot read ${path}, which the connection to the engine needs.`, {
        hint: 'DOCKER_CERT_PATH is the folder of ca.pem, cert.pem and key.pem.',
        cause,
      });
    });
  };
  const [ca, cert, key] = await Promise.all([read('ca'), read('cert'), read('key')]);
  return { ca, cert, key };
}

import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { HelixError } from '../../errors';
import { ApiError } from './api-error';
import { ConnectionDropped } from './fault-hooks';
import type { Emulator, EmulatorOptions } from './emulator';
import { createEmulator } from './emulator';
import { StoreFailure } from './store';

export interface ServeOptions extends EmulatorOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** Default: 127.0.0.1. */
  readonly hostname?: string;
}

export interface ServedEmulator {
  /** `http://127.0.0.1:8720`, without a trailing slash. */
  readonly url: string;
  readonly emulator: Emulator;
  /** Breaks open connections and closes the emulator. */
  readonly close: () => Promise<void>;
}

/**
 * Serves the emulator over HTTP.
 * @throws HelixError `config` when it cannot listen there
 */
export async function serveEmulator(options: ServeOptions): Promise<ServedEmulator> {
  const { port, hostname = '127.0.0.1' } = options;
  const emulator = createEmulator(options);
  const server = createAdaptorServer({
    overrideGlobalObjects: false,
    fetch: async (request, { incoming, outgoing }) => {
      try {
        return await emulator.fetch(request, incoming.socket.remoteAddress);
      } catch (error) {
        if (error instanceof StoreFailure) {
          return Response.json(new ApiError(500, 'internal', error.message).body(), { status: 500 });
        }
        if (!(error instanceof ConnectionDropped)) throw error;
        outgoing.destroy();
        return new Response(null);
      }
    },
  }) as Server;
  try {
    server.listen(port, hostname);
    await once(server, 'listening');
  } catch (cause) {
    await emulator.close();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new HelixError('config', `cannot listen on ${hostname}:${port}: ${reason}`, {
      hint: 'Choose another --port; 0 takes a free one.',
      cause,
    });
  }
  const address = server.address() as AddressInfo;
  return {
    url: `http://${hostname.includes(':') ? `[${hostname}]` : hostname}:${address.port}`,
    emulator,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      await emulator.close();
    },
  };
}

import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { ContractViolation } from '../openapi/openapi-check';
import { ConnectionBroken } from './fault-hooks';
import type { FlyStandIn } from './fly-stand-in';

export interface ServedFly {
  /** `http://127.0.0.1:41234` */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/**
 * Serves a stand-in on a free port of loopback. A test that blocks its process blocks it as well.
 * A request that the document does not allow is answered 400, and stays in `violations`.
 */
export async function serveFly(standIn: FlyStandIn): Promise<ServedFly> {
  const server = createAdaptorServer({
    overrideGlobalObjects: false,
    fetch: async (request, { outgoing }) => {
      try {
        return await standIn.fetch(request);
      } catch (error) {
        if (error instanceof ContractViolation)
          return Response.json({ error: error.message }, { status: 400 });
        if (!(error instanceof ConnectionBroken)) throw error;
        outgoing.destroy();
        return new Response(null);
      }
    },
  }) as Server;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const isClosed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await isClosed;
    },
  };
}

import { readFile, readdir, readlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { errnoOf } from '../../host/errno';
import type { ContainerEngine } from '../connection/container-engine';
import { isThisHost } from '../connection/endpoint';

/** The holder of a port of this host. */
export type PortHolder =
  | { readonly type: 'container'; readonly id: string; readonly name: string }
  | { readonly type: 'process'; readonly pid: number; readonly command: string }
  | { readonly type: 'unknown' };

/** Returns what holds a port on the loopback interface; null where it is free. */
export async function findHolder(engine: ContainerEngine, port: number): Promise<PortHolder | null> {
  const containers = await engine.ask((docker) => docker.listContainers());
  const publishing = containers.find(({ Ports }) =>
    Ports.some(({ PublicPort, Type }) => PublicPort === port && Type === 'tcp'),
  );
  if (publishing !== undefined) {
    const name = (publishing.Names[0] ?? publishing.Id).replace(/^\//, '');
    return { type: 'container', id: publishing.Id, name };
  }
  if (!isThisHost(engine.endpoint) || (await isFree(port))) return null;
  return (await findProcess(port)) ?? { type: 'unknown' };
}

/** Returns the first port from the given one that nothing holds. */
export async function nextFreePort(engine: ContainerEngine, from: number): Promise<number | null> {
  for (let port = from; port <= Math.min(from + 100, 65_535); port += 1) {
    if ((await findHolder(engine, port)) === null) return port;
  }
  return null;
}

export function holderText(holder: PortHolder): string {
  switch (holder.type) {
    case 'container':
      return `the container ${holder.name}`;
    case 'process':
      return `${holder.command} (pid ${holder.pid})`;
    case 'unknown':
      return 'another program';
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(errnoOf(error) !== 'EADDRINUSE'));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Finds the process that listens on a port, on Linux and where this user may see it; null otherwise. */
async function findProcess(port: number): Promise<PortHolder | null> {
  const sockets = await findSockets(port);
  if (sockets.size === 0) return null;
  for (const pid of await listNames('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    const folder = join('/proc', pid, 'fd');
    for (const name of await listNames(folder)) {
      const target = await readlink(join(folder, name)).catch(() => '');
      if (!sockets.has(target)) continue;
      const command = await readFile(join('/proc', pid, 'comm'), 'utf8').catch(() => 'a process');
      return { type: 'process', pid: Number(pid), command: command.trim() };
    }
  }
  return null;
}

/** The state of a listening socket in `/proc/net/tcp`. */
const LISTEN = '0A';

async function findSockets(port: number): Promise<ReadonlySet<string>> {
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((path) => readFile(path, 'utf8').catch(() => '')),
  );
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const rows = tables.flatMap((table) => table.split('\n')).map((row) => row.trim().split(/\s+/));
  return new Set(
    rows.flatMap(([, local = '', , state, , , , , , inode]) =>
      local.endsWith(suffix) && state === LISTEN ? [`socket:[${inode ?? ''}]`] : [],
    ),
  );
}

async function listNames(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}

import { HelixError } from '../../errors';
import type { EngineVerbs, LiveStatus, LogLine, LogOptions } from '../../ports/engine-verbs';
import type { ResourceRecord } from '../../state/state';
import type { Address } from '../../values/resource';
import { flyAdoption } from './adoption';
import type { AdoptedRecord, AdoptionOptions } from './adoption';
import type { Machine } from './api/machine-calls';
import { exitOf, failingChecks } from './existing';
import { inspectApp } from './operations/app-operation';
import { findApp, findMachine } from './operations/find-app';
import { FlyFailure } from './operations/fly-failure';
import type { Site } from './operations/site';
import { waitUntilHealthy } from './operations/wait-until-healthy';
import { withLease } from './operations/with-lease';
import { isRunnable } from './runnable';

/** The time that Fly waits in one request. */
const SECONDS = 30;

/** The verbs of the engine. */
export function flyVerbs(
  siteOf: (record: AdoptedRecord) => Promise<Site>,
  ownerOf: AdoptionOptions['ownerOf'],
) {
  return {
    runs: isRunnable,
    status: async function readAll(records) {
      const statuses = new Map<Address, LiveStatus>();
      for (const record of records) {
        const site = await siteOf(record);
        statuses.set(record.address, await readStatus(record, site));
      }
      return statuses;
    },
    start: (record) =>
      withMachine(siteOf, record, async (site, machine) => {
        await withLease(site, machine.id, (held) => site.api.machines.start(held, site.call));
        await waitUntilHealthy(site, machine, machine);
      }),
    stop: (record) =>
      withMachine(siteOf, record, async (site, { id }) => {
        await withLease(site, id, (held) => site.api.machines.stop(held, site.call));
        await waitUntilStopped(site, id);
      }),
    restart: (record) =>
      withMachine(siteOf, record, async (site, machine) => {
        const { id, state } = machine;
        // A restart would start it.
        if (state !== 'started') throw stopped(record.address, state);
        await withLease(site, id, (held) => site.api.machines.restart(held, site.call));
        await waitUntilHealthy(site, machine, machine);
      }),
    logs: (record, options) => readLines(siteOf, record, options),
    adopt: flyAdoption({ makeSite: siteOf, ownerOf }),
  } satisfies EngineVerbs;
}

async function readStatus(record: ResourceRecord, site: Site): Promise<LiveStatus> {
  try {
    return await readOwnStatus(record, site);
  } catch (error) {
    if (!(error instanceof FlyFailure)) throw error;
    return { actual: 'foreign', reason: error.message, endpoint: null };
  }
}

async function readOwnStatus(record: ResourceRecord, site: Site): Promise<LiveStatus> {
  if (record.kind === 'registry_repo') {
    const app = await findApp(site);
    return { actual: app === null ? 'gone' : (app.status ?? 'present'), reason: null, endpoint: null };
  }
  const seen = await inspectApp(site, record);
  if (seen?.machine == null) return { actual: 'gone', reason: null, endpoint: null };
  const { machine, addresses, app } = seen;
  const exit = exitOf(machine);
  const [check] = failingChecks(machine);
  const reason =
    machine.state === 'started'
      ? check && `its check does not pass: ${check.output ?? ''}`
      : exit && `exit code ${exit.code ?? 'unknown'}`;
  const isPublic = addresses.some(({ ip }) => !ip.startsWith('fdaa:'));
  const flycast = addresses[0]?.ip;
  const inside = flycast === undefined ? null : `http://${app}.flycast`;
  return {
    actual: machine.state,
    reason: reason ?? null,
    endpoint: isPublic ? `https://${app}.fly.dev` : inside,
  };
}

async function waitUntilStopped(site: Site, id: string): Promise<void> {
  const { api, app, call, clock, wait } = site;
  const started = clock.monotonicMs();
  while (!(await api.machines.waitFor(app, id, { state: 'stopped', seconds: SECONDS }, call))) {
    if (clock.monotonicMs() - started <= wait.goneMs) continue;
    throw new HelixError('failed', `The machine ${id} still runs.`, {
      hint: 'See `helix status` and `helix logs`.',
    });
  }
}

async function withMachine(
  siteOf: (record: ResourceRecord) => Promise<Site>,
  record: ResourceRecord,
  work: (site: Site, machine: Machine) => Promise<void>,
): Promise<void> {
  const site = await siteOf(record);
  await runAsVerb(async () => {
    const machine = await findMachine(site);
    if (machine === null) {
      throw new HelixError('failed', `${record.address} has no machine at Fly.`, {
        hint: '`helix plan --refresh` shows what is gone.',
      });
    }
    await work(site, machine);
  });
}

function stopped(address: Address, state: string): HelixError {
  return new HelixError('refused', `${address} cannot be restarted: it is ${state}.`, {
    hint: '`helix start` starts it.',
  });
}

/** Turns the failure of an operation into that of a command. */
async function runAsVerb<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof FlyFailure)) throw error;
    const { kind, message, hint } = error.error;
    throw new HelixError(
      kind === 'foreign' ? 'refused' : 'failed',
      message,
      hint === undefined ? {} : { hint },
    );
  }
}

async function* readLines(
  siteOf: (record: ResourceRecord) => Promise<Site>,
  record: ResourceRecord,
  { follow, limit, signal }: LogOptions,
): AsyncGenerator<LogLine, void, undefined> {
  const { api, app, clock, wait } = await siteOf(record);
  let token: string | null = null;
  for (let isFirst = true; !signal.aborted; isFirst = false) {
    const { data, meta }: Awaited<ReturnType<typeof api.readLogs>> = await api.readLogs(app, token, {
      signal,
    });
    const lines = isFirst && limit !== null ? data.slice(-limit) : data;
    for (const { attributes } of lines) {
      yield { at: attributes.timestamp, level: attributes.level ?? 'info', message: attributes.message };
    }
    token = meta?.next_token ?? token;
    if (!follow) return;
    await clock.sleep(wait.pollMs, signal).catch(() => undefined);
  }
}

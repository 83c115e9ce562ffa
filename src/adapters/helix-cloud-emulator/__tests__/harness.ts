import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createParser } from 'eventsource-parser';
import document from '../../../../schemas/helix-cloud.openapi.json';
import type { Random } from '../../../ports/random';
import { ManualClock } from '../../../testing/manual-clock';
import { checked } from '../../../testing/openapi/openapi-check';
import type { CheckOptions, Fetch } from '../../../testing/openapi/openapi-check';
import type { Emulator, EmulatorOptions } from '../emulator';
import { createEmulator } from '../emulator';

export const ALICE = { lineage: 'alice', workspace: 'default', address: 'cluster.main' };
export const BOB = { lineage: 'bob', workspace: 'default', address: 'cluster.main' };

export const TIMINGS = {
  provisionMs: 1000,
  updateMs: 500,
  stopMs: 100,
  startMs: 200,
  deleteMs: 300,
  deployStepMs: 10,
};

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The JSON body. */
  readonly json: Body;
}

export interface Body {
  readonly [key: string]: unknown;
  readonly state?: string;
  readonly incarnation?: string;
  readonly error?: { readonly code: string; readonly message: string; readonly details?: Details };
}

interface Details {
  readonly owner?: unknown;
  readonly state?: string;
  readonly problems?: readonly { path: string; message: string }[];
}

export interface CallOptions {
  readonly body?: unknown;
  readonly key?: string;
  readonly owner?: typeof ALICE | null;
  readonly apiKey?: string;
  readonly deploymentKey?: string;
}

/** Calls the API by a fetch, each with a key of its own unless one is given, as ALICE unless another is given. */
export function callerOf(fetch: Fetch, base = 'http://helix.test') {
  let keys = 0;
  return async (method: string, path: string, options: CallOptions = {}): Promise<Answer> => {
    const { body, key = `key-${++keys}`, owner = ALICE, apiKey, deploymentKey } = options;
    const headers = new Headers();
    if (method !== 'GET' && owner !== null) headers.set('helix-owner', ownerHeader(owner));
    if (method === 'POST' || method === 'PATCH') headers.set('idempotency-key', key);
    if (body !== undefined) headers.set('content-type', 'application/json');
    if (apiKey !== undefined) headers.set('x-api-key', apiKey);
    if (deploymentKey !== undefined) headers.set('x-deployment-key', deploymentKey);
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const response = await fetch(new Request(`${base}${path}`, init));
    const text = await response.text();
    const isJson = response.headers.get('content-type') === 'application/json';
    return { status: response.status, headers: response.headers, text, json: isJson ? parsed(text) : {} };
  };
}

export type Call = ReturnType<typeof callerOf>;

export interface World {
  readonly clock: ManualClock;
  readonly emulator: Emulator;
  /** Requests and answers are checked against the document. */
  readonly call: Call;
  /** Requests may be wrong; answers may not. */
  readonly wrongCall: Call;
}

/** An emulator in memory on a manual clock. */
export function world(options: Partial<EmulatorOptions> = {}, check: CheckOptions = {}): World {
  const clock = new ManualClock();
  const emulator = createEmulator({
    directory: null,
    apiKey: null,
    clock,
    random: countingRandom(),
    timings: TIMINGS,
    ...options,
  });
  return {
    clock,
    emulator,
    call: callerOf(checked(emulator.fetch, document, check)),
    wrongCall: callerOf(checked(emulator.fetch, document, { ...check, requests: false })),
  };
}

let made = 0;

/** Different on each call, in all worlds of a test file. */
export function countingRandom(): Random {
  const uuid = () => `00000000-0000-4000-8000-${String(++made).padStart(12, '0')}`;
  return { uuid, key: () => Buffer.alloc(32, ++made).toString('base64') };
}

export function createBody(id: string, changes: object = {}): object {
  return {
    cluster_id: id,
    owner: ALICE,
    region: 'us-east-1',
    build_mode: 'dev',
    db_config: { mcp: true },
    ...changes,
  };
}

/** A cluster that runs. */
export async function createRunning({ call, clock }: World, id: string, changes: object = {}): Promise<Body> {
  await call('POST', '/clusters/create', { body: createBody(id, changes) });
  await clock.advance(TIMINGS.provisionMs);
  return readStatus(call, id);
}

export async function readStatus(call: Call, id: string): Promise<Body> {
  return (await call('GET', `/clusters/${id}/status`)).json;
}

/** The body of a deployment. */
export function deployBody(digest: string, files: Readonly<Record<string, string>>): object {
  return {
    digest,
    files: Object.entries(files).map(([path, text]) => ({
      path,
      text,
      sha256: createHash('sha256').update(text).digest('hex'),
    })),
  };
}

export interface StreamEvent {
  readonly event: string | undefined;
  readonly data: Readonly<Record<string, unknown>>;
}

export function eventsIn(text: string): readonly StreamEvent[] {
  const events: StreamEvent[] = [];
  const parser = createParser({
    onEvent: ({ event, data }) => events.push({ event, data: JSON.parse(data) as StreamEvent['data'] }),
  });
  parser.feed(text);
  return events;
}

/** A temporary directory for the time of `use`. */
export async function withDirectory<T>(use: (directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'helix-emulator-'));
  try {
    return await use(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Moves the clock until the promise is settled. */
export async function passTimeDuring<T>(clock: ManualClock, promise: Promise<T>): Promise<T> {
  const done = promise.then(
    () => true,
    () => true,
  );
  while (!(await Promise.race([done, clock.advance(10).then(() => false)])));
  return promise;
}

function ownerHeader(owner: typeof ALICE): string {
  return [owner.lineage, owner.workspace, owner.address].map(encodeURIComponent).join('/');
}

function parsed(text: string): Body {
  try {
    return JSON.parse(text) as Body;
  } catch {
    return {};
  }
}

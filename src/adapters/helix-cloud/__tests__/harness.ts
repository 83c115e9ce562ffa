import { randomUUID } from 'node:crypto';
import document from '../../../../schemas/helix-cloud.openapi.json';
import type { Clock } from '../../../ports/clock';
import type { EngineContext, MemberResult } from '../../../ports/engine';
import type { OpenEntry, OpenMember, ResourceRecord } from '../../../state/state';
import { checked } from '../../../testing/openapi/openapi-check';
import type { CheckedFetch, CheckOptions } from '../../../testing/openapi/openapi-check';
import { sampleRecord } from '../../../testing/sample-records';
import { digestOf, digestOfText } from '../../../values/digest';
import type { JsonObject } from '../../../values/json';
import { SystemClock } from '../../host/clock';
import { createEmulator, serveEmulator } from '../../helix-cloud-emulator';
import type { Emulator, EmulatorOptions } from '../../helix-cloud-emulator';
import { SystemRandom } from '../../host/random';
import { KeysFile } from '../anonymous/keys-file';
import { HelixCloudClient } from '../api/client';
import { HelixCloudEngine } from '../engine';
import type { HelixCloudEngineOptions } from '../engine';
import type { RequestLogEntry } from '../../http/request-log';
import type { RetryPolicy } from '../../http/retry-policy';

export const KEY = 'hx_test_key_5e1c';
export const DB: JsonObject = {
  vector_config: { m: 16, ef_construction: 128, ef_search: 768, db_max_size_gb: 20 },
  graph_config: { secondary_indices: [] },
  mcp: true,
  bm25: true,
  embedding_model: 'text-embedding-ada-002',
  graphvis_node_label: null,
};
export const FILES = new Map([
  ['schema.hx', 'N::User { name: String }\n'],
  ['queries.hx', 'QUERY getUsers() =>\n  users <- N<User>\n  RETURN users\n'],
]);

const FAST: Partial<RetryPolicy> = { baseMs: 1, capMs: 2, timeoutMs: 600_000 };
const TIMINGS = { provisionMs: 8, updateMs: 5, stopMs: 5, startMs: 5, deleteMs: 5, deployStepMs: 1 };

/** Remembers how long was asked to sleep, and sleeps a little. */
export class HastyClock extends SystemClock implements Clock {
  readonly slept: number[] = [];

  override sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.slept.push(ms);
    return super.sleep(Math.min(ms, 2), signal);
  }
}

/** The time of the host, and what a test puts before it. */
export class AheadClock extends SystemClock implements Clock {
  aheadMs = 0;

  override now(): Date {
    return new Date(super.now().getTime() + this.aheadMs);
  }
}

/** An emulator with a client whose every request and answer is checked against the API document. */
export interface Cloud {
  readonly endpoint: string;
  readonly emulator: Emulator;
  readonly clock: HastyClock;
  readonly fetch: CheckedFetch;
  readonly logs: RequestLogEntry[];
  readonly client: (change?: {
    apiKey?: string | null;
    keySource?: string;
    retry?: Partial<RetryPolicy>;
    fetch?: (request: Request) => Promise<Response>;
  }) => HelixCloudClient;
  readonly engine: (change?: Partial<HelixCloudEngineOptions>) => HelixCloudEngine;
  readonly close: () => Promise<void>;
}

const open: Cloud[] = [];

/** Ends what the test opened, and checks that nothing broke the contract. To be called after each test. */
export async function closeClouds(): Promise<void> {
  const clouds = open.splice(0);
  await Promise.all(clouds.map((cloud) => cloud.close()));
  expect(clouds.flatMap(({ fetch }) => fetch.violations)).toEqual([]);
}

type CloudOptions = Partial<Pick<EmulatorOptions, 'timings' | 'faults' | 'apiKey' | 'clock'>> & {
  check?: CheckOptions;
};

/** Over real HTTP. */
export async function serveCloud(options: CloudOptions = {}): Promise<Cloud> {
  const served = await serveEmulator({ ...emulatorOptions(options), port: 0 });
  const send = checked((request) => globalThis.fetch(request), document, options.check);
  return cloudOf(served.url, served.emulator, send, served.close);
}

/** In this process. */
export function embeddedCloud(options: CloudOptions = {}): Cloud {
  const emulator = createEmulator(emulatorOptions(options));
  const send = checked((request) => emulator.fetch(request), document, options.check);
  return cloudOf('embedded', emulator, send, () => emulator.close());
}

function emulatorOptions({
  timings,
  faults,
  apiKey = KEY,
  clock = new SystemClock(),
}: CloudOptions): EmulatorOptions {
  return {
    directory: null,
    apiKey,
    clock,
    random: new SystemRandom(),
    timings: { ...TIMINGS, ...timings },
    ...(faults === undefined ? {} : { faults }),
  };
}

function cloudOf(
  endpoint: string,
  emulator: Emulator,
  fetch: CheckedFetch,
  close: () => Promise<void>,
): Cloud {
  const clock = new HastyClock();
  const logs: RequestLogEntry[] = [];
  const client: Cloud['client'] = (change = {}) =>
    new HelixCloudClient({
      endpoint,
      apiKey: change.apiKey === undefined ? KEY : change.apiKey,
      keySource: change.keySource ?? 'HELIX_API_KEY',
      fetch: change.fetch ?? fetch,
      clock,
      random: new SystemRandom(),
      onLog: (entry) => logs.push(entry),
      retry: { ...FAST, ...change.retry },
    });
  const cloud: Cloud = {
    endpoint,
    emulator,
    clock,
    fetch,
    logs,
    client,
    close,
    engine: (change = {}) => {
      const one = client();
      return new HelixCloudEngine({
        endpoint,
        clients: () => one,
        clock,
        owner: { project: 'papertrail', workspace: 'default', lineage: () => 'lineage-1' },
        hxFiles: () => Promise.resolve(FILES),
        keys: new KeysFile(null, new SystemRandom()),
        declared: () => null,
        pushImage: () => Promise.reject(new Error('no test pushes from here')),
        env: { variable: (name) => `value of ${name}`, secretByFingerprint: () => 'a secret' },
        wait: { waitMs: 3000, firstPollMs: 2, lastPollMs: 4 },
        ...change,
      });
    },
  };
  open.push(cloud);
  return cloud;
}

/** The inputs of a cluster in a desired state. */
export function inputsFor(cloud: Cloud, change: JsonObject = {}): JsonObject {
  const queries = Object.fromEntries([...FILES].map(([path, text]) => [path, digestOfText(text)]));
  return {
    endpoint: cloud.endpoint,
    cluster_id: 'helix-staging-1',
    region: 'us-east-1',
    size: 'small',
    build_mode: 'release',
    db_config: DB,
    env_vars: { OPENAI_API_KEY: 'env:OPENAI_API_KEY', MODE: 'literal:fast' },
    queries,
    ...change,
  };
}

export function recordOf(inputs: JsonObject, change: Partial<ResourceRecord> = {}): ResourceRecord {
  return sampleRecord('cluster.staging', { inputs, inputsDigest: digestOf(inputs), ...change });
}

type Change = Partial<OpenMember> & Pick<OpenMember, 'action'>;

export function entryOf(change: Change): OpenEntry {
  const member: OpenMember = {
    address: 'cluster.staging',
    key: `key-${randomUUID()}`,
    target: null,
    prior: null,
    tombstone: null,
    ...change,
  };
  return { id: '1-1', engine: 'helix-cloud', at: '2026-11-20T10:00:00.000Z', members: [member] };
}

/** Applies a batch of one member and answers its result. */
export async function applyBatch(
  engine: HelixCloudEngine,
  change: Change,
  context: Partial<EngineContext> = {},
): Promise<MemberResult> {
  const entry = entryOf(change);
  const results = await engine.apply(entry, {
    assertHeld: () => undefined,
    note: () => Promise.resolve(),
    saveToolState: () => Promise.resolve(),
    onEvent: () => undefined,
    stopping: new AbortController().signal,
    signal: new AbortController().signal,
    ...context,
  });
  expect(results).toHaveLength(1);
  return results[0]!;
}

/** The record that a successful member leaves. */
export function recordAfter(target: ResourceRecord, result: MemberResult): ResourceRecord {
  const { existing } = result;
  if (existing === null || existing === 'unknown')
    throw new Error(`nothing is there: ${JSON.stringify(result)}`);
  return { ...target, outputs: existing.outputs, status: existing.status };
}

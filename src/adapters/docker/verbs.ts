import { HelixError } from '../../errors';
import type { Clock } from '../../ports/clock';
import type { EngineVerbs, LiveStatus, LogLine, LogOptions } from '../../ports/engine-verbs';
import { decodeContainerOutputs } from '../../resources/container';
import { isPushed } from '../../resources/image/image';
import type { ResourceRecord } from '../../state/state';
import type { Address } from '../../values/resource';
import { readContainerLogs } from './logs/follow-logs';
import { observeRecords, observeResource, resourceIn } from './observe';
import type { Observer } from './observe';
import { findOurs, startContainer, stopContainer } from './operations/containers';
import { checkAnswer } from './operations/wait-until-ready';

/** The connection of the verbs. */
export interface VerbOptions extends Observer {
  readonly clock: Clock;
}

/** The longest time that a started container may take to answer. */
const READY_WITHIN_MS = 30_000;
const POLL_MS = 250;

/** The verbs of the engine for containers. */
export function containerVerbs(options: VerbOptions) {
  return {
    runs: ({ kind }) => kind !== 'image',
    status: (records) => readStatuses(records, options),
    start: (record) => start(record, options),
    stop: (record) => stop(record, options),
    restart: async (record) => {
      await stop(record, options);
      await start(record, options);
    },
    logs: (record, selection) => readLogs(record, selection, options),
  } satisfies EngineVerbs;
}

async function start(record: ResourceRecord, options: VerbOptions): Promise<void> {
  const { clock, fetch } = options;
  const { engine, inputs, found } = await findContainer(record, options);
  await startContainer({ engine, assertHeld: () => undefined }, found.Id);
  const started = clock.monotonicMs();
  while (!(await checkAnswer(inputs, { engine, fetch }))) {
    if (clock.monotonicMs() - started >= READY_WITHIN_MS) {
      throw new HelixError('failed', `${record.address} was started and does not answer.`, {
        hint: `See \`helix logs ${record.name}\`.`,
      });
    }
    await clock.sleep(POLL_MS);
  }
}

async function stop(record: ResourceRecord, options: VerbOptions): Promise<void> {
  const { engine, found } = await findContainer(record, options);
  await stopContainer({ engine, assertHeld: () => undefined }, found.Id);
}

async function* readLogs(
  record: ResourceRecord,
  selection: LogOptions,
  options: VerbOptions,
): AsyncGenerator<LogLine, void, undefined> {
  const { engine, inputs } = await findContainer(record, options);
  yield* readContainerLogs(engine, inputs.container, selection, options.clock);
}

/** Finds the container of a record. @throws HelixError `refused` for an image, `failed` when it is gone */
async function findContainer(record: ResourceRecord, { engineOf, ownerOf }: VerbOptions) {
  const resource = resourceIn(record);
  if (resource.kind !== 'container') {
    throw new HelixError('refused', `${record.address} is an image: nothing runs there.`, {
      hint: `Its container is instance.${record.name}.`,
    });
  }
  const engine = await engineOf(resource);
  const { inputs } = resource;
  const found = await findOurs({ engine, owner: ownerOf(record.address) }, inputs.container);
  if (found !== null) return { engine, inputs, found };
  throw new HelixError(
    'failed',
    `${record.address} is gone: the container ${inputs.container} was removed.`,
    {
      hint: '`helix apply` makes it again.',
    },
  );
}

async function readStatuses(
  records: readonly ResourceRecord[],
  options: VerbOptions,
): Promise<ReadonlyMap<Address, LiveStatus>> {
  const statuses = await Promise.all(
    records.map(async (record) => [record.address, await readStatus(record, options)] as const),
  );
  return new Map(statuses);
}

async function readStatus(record: ResourceRecord, options: VerbOptions): Promise<LiveStatus> {
  const { engineOf, ownerOf, fetch } = options;
  const resource = resourceIn(record);
  if (resource.kind === 'built') return readImageStatus(record, options);
  const engine = await engineOf(resource);
  const seen = await observeResource(engine, resource, ownerOf(record.address));
  if (seen.state === 'gone') return { actual: 'gone', reason: null, endpoint: null };
  if (seen.state === 'foreign') {
    return { actual: 'foreign', reason: `it belongs to ${seen.owner}`, endpoint: null };
  }
  if (resource.kind === 'pulled') return { actual: 'present', reason: null, endpoint: null };
  const { inputs } = resource;
  const { State } = await engine.ask((docker) => docker.getContainer(inputs.container).inspect());
  const { url } = decodeContainerOutputs(record.address, seen.existing.outputs);
  const isSilent = State.Running && !(await checkAnswer(inputs, { engine, fetch }));
  const end = State.Running ? null : `exit code ${State.ExitCode}`;
  return { actual: State.Status, reason: isSilent ? 'it does not answer' : end, endpoint: url };
}

async function readImageStatus(record: ResourceRecord, options: VerbOptions): Promise<LiveStatus> {
  const seen = (await observeRecords([record], options)).get(record.address);
  if (seen?.state === 'present') return { actual: 'present', reason: null, endpoint: null };
  const reason = isPushed(record.inputs) ? 'it is gone from the registry' : null;
  return { actual: 'gone', reason, endpoint: null };
}

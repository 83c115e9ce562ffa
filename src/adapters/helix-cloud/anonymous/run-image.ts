import type { ResourceRecord } from '../../../state/state';
import type { AnonymousInstance, KeyedInstance } from '../api/anonymous-calls';
import { isCloudError } from '../api/cloud-error';
import { waitUntilSettled } from '../operations/settle';
import { OperationFailure, QueriesRefused } from '../operations/operation-failure';
import { anonymousInputs } from './site';
import type { AnonymousSite } from './site';

/** Pushes the image of the project to the registry of an instance, and lets the instance run it. */
export async function runImage(
  site: AnonymousSite,
  target: ResourceRecord,
  keyed: KeyedInstance,
): Promise<AnonymousInstance> {
  const { client, environment, call, phase } = site;
  assertRegistry(site);
  const running = await waitUntilRunning(site, keyed);
  const { registry } = running;
  phase('pushing');
  const { reference } = await environment.pushImage(target.name, anonymousInputs(target).image, {
    host: registry.host,
    repository: `${registry.repository}/${environment.sources.project.toLowerCase()}-${target.name.toLowerCase()}`,
    login: { username: keyed.id, password: keyed.key },
    source: keyed.source,
    phase,
    stopping: site.stopping,
    assertHeld: () => call.before?.(),
  });
  phase('deploying');
  const outcome = await deployAtRest(site, () => client.anonymous.deploy(keyed, reference, phase, call));
  if (outcome.type === 'refused') {
    throw new QueriesRefused({
      kind: 'failed',
      message: `${keyed.id} does not run the image: ${outcome.message}.`,
      hint: 'Correct it and push again; the instance keeps running what it ran before.',
      problems: outcome.errors.map(({ file, line, message }) => ({ file, line, message })),
    });
  }
  return present(await client.anonymous.readStatus(keyed, call), keyed);
}

/** @throws OperationFailure for the emulator inside Helix: nothing listens there that an engine could push to */
function assertRegistry({ endpoint }: AnonymousSite): void {
  if (endpoint !== 'embedded') return;
  throw new OperationFailure({
    kind: 'failed',
    message: 'The emulator inside Helix has no registry that images can be pushed to.',
    hint: 'Run `helix cloud serve`, and set HELIX_CLOUD_URL to its address.',
  });
}

/** Sends a call; while the service answers `busy`, waits until the instance runs, and sends it again. */
async function deployAtRest<T>(site: AnonymousSite, send: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await send();
    } catch (error) {
      if (!isCloudError(error, 'conflict', 'busy')) throw error;
    }
    const { clock, wait } = site.environment;
    await clock.sleep(Math.max(wait.firstPollMs, 50), site.signal).catch(() => undefined);
    if (site.signal.aborted) return send();
  }
}

async function waitUntilRunning(site: AnonymousSite, keyed: KeyedInstance): Promise<AnonymousInstance> {
  const { client, environment, call, phase, signal } = site;
  const { inTime, cluster } = await waitUntilSettled<AnonymousInstance>(
    await client.anonymous.readStatus(keyed, call),
    (instance) => instance === null || ['running', 'failed'].includes(instance.state),
    {
      read: () => client.anonymous.readStatus(keyed, call),
      clock: environment.clock,
      settings: environment.wait,
      signal,
      onWait: ({ state }) => phase(state),
    },
  );
  const instance = present(cluster, keyed);
  if (inTime && instance.state === 'running') return instance;
  const reason = instance.reason === null ? '' : ` (${instance.reason})`;
  throw new OperationFailure({
    kind: inTime ? 'failed' : 'timeout',
    message: `${keyed.id} is ${inTime ? '' : 'still '}${instance.state}${reason}.`,
    hint: 'Apply again, or destroy it and create another one.',
  });
}

function present(instance: AnonymousInstance | null, { id }: KeyedInstance): AnonymousInstance {
  if (instance !== null) return instance;
  throw new OperationFailure({
    kind: 'failed',
    message: `${id} no longer exists.`,
    hint: 'Somebody deleted it. Take `instance_id` out of its table, and the next apply creates another one.',
  });
}

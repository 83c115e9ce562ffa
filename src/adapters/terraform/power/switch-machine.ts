import type { CloudAnswer, CloudRequest, PowerState, PowerVerb, TerraformCloud } from '../../../../stacks';
import { HelixError } from '../../../errors';
import type { Clock } from '../../../ports/clock';
import type { Address } from '../../../values/resource';
import { printable } from '../../../values/printable';
import type { CallCloud } from '../../cloud-api/call-cloud';

/** A machine in its cloud. */
export interface CloudMachine {
  readonly address: Address;
  readonly id: string;
  readonly region: string;
}

interface Deps {
  readonly cloud: Pick<TerraformCloud, 'power' | 'facts' | 'credentialsHint'>;
  readonly call: CallCloud;
  readonly clock: Pick<Clock, 'monotonicMs' | 'sleep'>;
}

/** Machines with large memories take minutes to stop. */
const ENDS_WITHIN_MS = 15 * 60_000;
/** The time after which a request counts as ignored, and the next one is sent. */
const EFFECT_WITHIN_MS = 90_000;
const POLL_MS = [500, 1000, 2000, 5000];

/**
 * Starts, stops or restarts a machine and waits until that is done. One that is so already is left alone.
 * @throws HelixError `not-found`, `auth`, `failed`, `unreachable`
 */
export async function switchMachine(machine: CloudMachine, verb: PowerVerb, deps: Deps): Promise<void> {
  const { cloud, clock } = deps;
  const { power } = cloud;
  const before = await waitWhileChanging(machine, deps);
  if ((verb === 'start' && before === 'running') || (verb === 'stop' && before === 'stopped')) return;
  // A stopped machine has nothing to restart: it is started.
  const sent = before === 'stopped' ? 'start' : verb;
  const [first, ...others] = power.requests(sent, machine.id);
  await send(first, machine, deps);
  const wanted = verb === 'stop' ? 'stopped' : 'running';
  const begun = clock.monotonicMs();
  for (let poll = 0; (await readPower(machine, deps)) !== wanted; poll += 1) {
    const passed = clock.monotonicMs() - begun;
    if (passed > ENDS_WITHIN_MS) {
      throw new HelixError('failed', `${machine.address} was asked to ${sent} and is not ${wanted} yet.`, {
        hint: `\`helix status\` shows how it is on ${cloud.facts.title}.`,
      });
    }
    const next = passed > EFFECT_WITHIN_MS ? others.shift() : undefined;
    if (next !== undefined) await send(next, machine, deps);
    await pause(poll, deps);
  }
}

async function send(request: CloudRequest, machine: CloudMachine, deps: Deps): Promise<void> {
  const answer = await deps.call(machine.region, request);
  if (!isSuccess(answer)) throw failureOf(answer, machine, deps);
}

/** Returns the power of a machine that is on its way nowhere. */
async function waitWhileChanging(machine: CloudMachine, deps: Deps): Promise<PowerState> {
  const begun = deps.clock.monotonicMs();
  for (let poll = 0; ; poll += 1) {
    const state = await readPower(machine, deps);
    if (state !== 'changing' || deps.clock.monotonicMs() - begun > ENDS_WITHIN_MS) return state;
    await pause(poll, deps);
  }
}

/** @throws HelixError `not-found` for a machine that the cloud does not know */
async function readPower(machine: CloudMachine, deps: Deps): Promise<PowerState> {
  const { call, cloud } = deps;
  const answer = await call(machine.region, cloud.power.inquiry(machine.id));
  const state = cloud.power.stateIn(answer);
  if (state === 'gone') {
    throw new HelixError(
      'not-found',
      `${machine.address} is gone: ${cloud.facts.title} has no such machine.`,
      {
        hint: '`helix plan --refresh` shows what the next apply does about it.',
      },
    );
  }
  if (state === null) throw failureOf(answer, machine, deps);
  return state;
}

async function pause(poll: number, { clock }: Deps): Promise<void> {
  await clock.sleep(POLL_MS[Math.min(poll, POLL_MS.length - 1)] ?? 0);
}

function isSuccess({ status }: CloudAnswer): boolean {
  return status >= 200 && status < 300;
}

function failureOf(
  { status, text }: CloudAnswer,
  { address }: CloudMachine,
  { cloud: { facts, credentialsHint } }: Deps,
): HelixError {
  const why = printable(
    text
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  ).slice(0, 300);
  const message = `${facts.title} answered ${status} about ${address}: ${why}`;
  return status === 401 || status === 403
    ? new HelixError('auth', message, { hint: `${credentialsHint}; they must be allowed to do this.` })
    : new HelixError('failed', message);
}

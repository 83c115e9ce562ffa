import { isLost, isWord } from '../api/fly-error';
import type { HeldMachine, Machine, MachineConfig } from '../api/machine-calls';
import { differencesFrom, hasConfig, volumesOf } from '../machine-config';
import { MARKS } from '../marks';
import { createOnce } from './create-once';
import { destroyMachine } from './destroy-machine';
import { findMachine } from './find-app';
import { FlyFailure } from './fly-failure';
import type { Site } from './site';
import { withLease } from './with-lease';

/** The machine that an app is to have. */
export interface WantedMachine {
  readonly config: MachineConfig;
  readonly region: string;
  readonly secretsVersion: number | null;
  /** Whether it stays stopped. */
  readonly isStopped: boolean;
}

/** The number of times that a machine may have changed meanwhile. */
const ATTEMPTS = 5;

/**
 * Gives an app its machine, or changes the one that it has. Returns it as Fly has it then.
 * @throws FlyFailure where Fly has accepted something else than it was sent
 */
export async function giveMachine(
  site: Site,
  present: Machine | null,
  wanted: WantedMachine,
): Promise<Machine> {
  if (present !== null && hasOtherVolume(present, wanted)) {
    // The volume of a machine cannot be changed; it outlives the machine.
    await destroyMachine(site, present.id);
    return createMachine(site, wanted);
  }
  if (present === null) return createMachine(site, wanted);
  if (hasConfig(present, wanted.config)) return giveMarks(site, present, wanted.config);
  return changeMachine(site, present, wanted);
}

function hasOtherVolume({ config }: Machine, wanted: WantedMachine): boolean {
  return volumesOf(config).join() !== volumesOf(wanted.config).join();
}

async function createMachine(site: Site, wanted: WantedMachine): Promise<Machine> {
  const { api, app, call } = site;
  const { config, region, isStopped } = wanted;
  const made = await createOnce(site, {
    find: () => findMachine(site),
    create: () => {
      site.phase('starting its machine');
      const body = { name: app, region, config, skip_launch: isStopped, ...leastVersion(wanted) };
      return retryUntilSecretsAreThere(site, () => api.machines.create(app, body, call));
    },
  });
  return asSent(made, wanted.config);
}

async function changeMachine(site: Site, present: Machine, wanted: WantedMachine): Promise<Machine> {
  return withLease(site, present.id, async (held) => {
    let known = present;
    for (let attempt = 1; ; attempt += 1) {
      try {
        site.phase('updating its machine');
        return asSent(await updateOnce(site, held, known, wanted), wanted.config);
      } catch (error) {
        const isOpen = isLost(error) || isWord(error, 'version_mismatch');
        if (!isOpen || attempt >= ATTEMPTS) throw error;
        const now = await site.api.machines.find(site.app, present.id, site.call);
        if (now === null) throw gone(present.id);
        if (hasConfig(now, wanted.config)) return now;
        known = now;
      }
    }
  });
}

function updateOnce(site: Site, held: HeldMachine, known: Machine, wanted: WantedMachine): Promise<Machine> {
  const { config, isStopped } = wanted;
  const body = {
    config,
    current_version: known.instance_id,
    skip_launch: isStopped,
    ...leastVersion(wanted),
  };
  return retryUntilSecretsAreThere(site, () => site.api.machines.update(held, body, site.call));
}

/** Brings over the marks alone, which needs no restart. */
async function giveMarks(site: Site, machine: Machine, { metadata = {} }: MachineConfig): Promise<Machine> {
  const held = { app: site.app, machine: machine.id, nonce: null };
  for (const [key, value] of Object.entries(metadata)) {
    if (key === MARKS.operation || machine.config.metadata?.[key] === value) continue;
    await site.api.machines.setMark(held, key, value, site.call);
  }
  return machine;
}

/** A version of secrets may take a moment to be known everywhere. */
async function retryUntilSecretsAreThere<T>({ clock, wait }: Site, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= ATTEMPTS || !isWord(error, 'min_secrets_version')) throw error;
      await clock.sleep(wait.lagMs);
    }
  }
}

function leastVersion({ secretsVersion }: WantedMachine) {
  return secretsVersion === null ? {} : { min_secrets_version: secretsVersion };
}

/** @throws FlyFailure where Fly said yes and did something else */
function asSent(machine: Machine, config: MachineConfig): Machine {
  const differing = differencesFrom(machine, config);
  if (differing.length === 0) return machine;
  throw new FlyFailure({
    kind: 'failed',
    message: `Fly accepted the machine ${machine.id} and left its ${differing.join(', ')} as it was.`,
    hint: 'Apply again; if that does not help, `fly machine destroy` it: its volume stays.',
  });
}

function gone(id: string): FlyFailure {
  return new FlyFailure({
    kind: 'failed',
    message: `The machine ${id} was destroyed meanwhile.`,
    hint: 'Somebody else has done that. The next plan makes another.',
  });
}

import type { Lock } from '../../config/lock/lock-file';
import { readLock, writeLock } from '../../config/lock/lock';
import { HelixError } from '../../errors';
import type { Plan } from '../../plan/plan';
import type { Ports } from '../../ports/ports';
import type { Reporter } from '../../ports/reporter';
import { LOCK_FILE } from './pin-regions';

/** Pins the choices of `auto` for the changes of a plan, so that later prices do not choose another place. */
export async function pinChoices(ports: Ports, root: string, plan: Plan, reporter: Reporter): Promise<void> {
  const changed = new Set(plan.changes.map(({ address }) => address));
  const chosen = plan.about.autoChoices.filter(({ address }) => changed.has(address));
  if (chosen.length === 0) return;
  await writeChoices(
    ports,
    root,
    Object.fromEntries(
      chosen.map(({ address, provider, region }) => [
        address.slice(address.indexOf('.') + 1),
        { provider, region },
      ]),
    ),
  );
  reporter.report({ type: 'note', message: `Wrote ${LOCK_FILE}: what \`auto\` chose. Commit it.` });
}

/**
 * Adds choices, by instance name, to the lock file as it is now; others stay.
 * @throws HelixError `config` for a lock file that cannot be read
 */
export async function writeChoices(ports: Ports, root: string, choices: Lock['choices']): Promise<void> {
  const text = await ports.files.readText(root, LOCK_FILE);
  const { lock, problems } =
    text === null
      ? { lock: { format: 1, helixCloud: null, choices: {} } as const, problems: [] }
      : readLock({ file: LOCK_FILE, text });
  if (lock === null) throw new HelixError('config', `${LOCK_FILE} has errors`, { problems });
  await ports.files.writeText(
    root,
    LOCK_FILE,
    writeLock({ ...lock, choices: { ...lock.choices, ...choices } }),
  );
}

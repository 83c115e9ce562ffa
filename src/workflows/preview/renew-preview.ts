import type { Operation } from '../../operations/operation';
import type { Ports } from '../../ports/ports';
import type { Reporter } from '../../ports/reporter';
import { expiryOf } from '../../state/expiry';
import type { ResourceRecord } from '../../state/state';
import type { LoadedProject } from '../project/project';
import { readAttribution } from '../project/read-attribution';
import { failureOf } from '../../operations/failure';
import { recover } from '../run/recover';
import { executeRun } from '../run/runs';
import { withLease } from '../run/session';
import { openStore } from '../run/open-store';

/**
 * Counts the lifetime of a preview anew, for each resource that was neither created nor renewed since a time. The
 * next apply creates those again that failed.
 * @throws HelixError where it cannot be renewed
 */
export async function renewPreview(
  ports: Ports,
  project: LoadedProject,
  since: string,
  options: { readonly reporter: Reporter; readonly lockTimeoutMs: number },
): Promise<void> {
  const { reporter, lockTimeoutMs } = options;
  const isDue = ({ ttlSeconds, status, createdAt, renewedAt }: ResourceRecord): boolean =>
    ttlSeconds !== null && status !== 'failed' && createdAt < since && (renewedAt ?? '') < since;
  const recorded = await (await openStore(ports, project)).read();
  if (!Object.values(recorded?.resources ?? {}).some(isDue)) return;
  await withLease(ports, project, { operation: 'preview up', lockTimeoutMs, reporter }, async (session) => {
    await recover(ports, session, reporter);
    const applied = await readAttribution(ports, project);
    const due = Object.values(session.lease.state()?.resources ?? {}).filter(isDue);
    const operations = due.map((prior): Operation => {
      const life = { ...prior, renewedAt: applied.at, renewedForSeconds: null };
      const target: ResourceRecord = { ...life, expiresAt: expiryOf(life), applied };
      const member = { address: prior.address, action: 'update', target, prior, tombstone: null } as const;
      return { member, after: [] };
    });
    for (const name of new Set(due.map(({ engine }) => engine)))
      await (await session.engine(name)).check(due.filter(({ engine }) => engine === name));
    const title = { operation: 'preview up', applied };
    const { results } = await executeRun(ports, session, title, operations, { parallelism: 10, reporter });
    const failure = failureOf(results);
    if (failure !== null) throw failure;
  });
}

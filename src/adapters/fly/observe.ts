import { HelixError } from '../../errors';
import type { Observation } from '../../ports/engine';
import type { ResourceRecord } from '../../state/state';
import { existingApp } from './existing';
import { inspectApp } from './operations/app-operation';
import { findApp } from './operations/find-app';
import { FlyFailure } from './operations/fly-failure';
import { existingRepository } from './operations/repository-operation';
import type { Site } from './operations/site';

/** Reads what really exists of a recorded app, or of what runs in it. */
export async function observeRecord(record: ResourceRecord, site: Site): Promise<Observation> {
  try {
    if (record.kind === 'registry_repo') {
      if ((await findApp(site)) === null) return { state: 'gone' };
      return { state: 'present', existing: existingRepository(site, record) };
    }
    const seen = await inspectApp(site, record);
    return seen === null ? { state: 'gone' } : { state: 'present', existing: existingApp(record, seen) };
  } catch (error) {
    if (!(error instanceof FlyFailure)) throw error;
    if (error.error.kind === 'foreign') return { state: 'foreign', owner: 'somebody else' };
    throw new HelixError(
      'failed',
      error.message,
      error.error.hint === undefined ? {} : { hint: error.error.hint },
    );
  }
}

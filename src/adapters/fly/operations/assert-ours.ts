import { HelixError } from '../../../errors';
import type { Address } from '../../../values/resource';
import { findApp, findMachine } from './find-app';
import { FlyFailure } from './fly-failure';
import type { Site } from './site';

/**
 * Checks before the first change that an app, where it is there, is ours alone.
 * @throws HelixError `refused` about the resource
 */
export async function assertOurs(address: Address, site: Site): Promise<void> {
  try {
    if ((await findApp(site)) !== null && address.startsWith('instance.')) await findMachine(site);
  } catch (error) {
    if (!(error instanceof FlyFailure)) throw error;
    const { message, hint } = error.error;
    throw new HelixError('refused', message, { about: [address], ...(hint !== undefined && { hint }) });
  }
}

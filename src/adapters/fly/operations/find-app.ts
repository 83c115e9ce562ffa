import type { App } from '../api/fly-api';
import { isRefused } from '../api/fly-error';
import { WEAK_TOKEN } from '../api/refusal';
import { isOwned, ownerOfMachine } from '../marks';
import type { Machine } from '../api/machine-calls';
import { HelixError } from '../../../errors';
import { foreign } from './fly-failure';
import type { Site } from './site';

type Found = Pick<Site, 'api' | 'app' | 'org' | 'call' | 'assertSeesAll'>;

/**
 * Finds an app of the organization; null where there is none.
 * @throws FlyFailure `foreign` for one of another organization; HelixError `auth` for a token that does not see the others
 */
export async function findApp({ api, app, org, call, assertSeesAll }: Found): Promise<App | null> {
  const found = await readApp({ api, app, call });
  if (found === null) {
    // A token of one app sees no other: what it does not see is not gone.
    await assertSeesAll();
    return null;
  }
  const slug = found.organization?.slug;
  if (slug === undefined || slug === org) return found;
  throw foreignApp(app, `the organization ${slug}`);
}

async function readApp({ api, app, call }: Pick<Site, 'api' | 'app' | 'call'>): Promise<App | null> {
  try {
    return await api.findApp(app, call);
  } catch (error) {
    if (isRefused(error, 403)) throw foreignApp(app, 'another organization');
    throw error;
  }
}

/** The error for an app whose name somebody else has. */
export function foreignApp(app: string, whose: string) {
  return foreign(
    `The app ${app} belongs to ${whose}.`,
    'Names of apps are those of all customers: give the instance another name, or `org` in its table.',
  );
}

/** @throws HelixError `auth` for a token that does not see all apps of an organization */
export async function assertSeesAll({ api, org }: Pick<Site, 'api' | 'org'>): Promise<void> {
  try {
    await api.listApps(org);
  } catch (error) {
    if (!isRefused(error, 403, 404)) throw error;
    throw new HelixError('auth', `This token does not see the organization ${org} at Fly.`, {
      hint: WEAK_TOKEN,
      cause: error,
    });
  }
}

/**
 * Finds our machine in an app; null where there is none.
 * @throws FlyFailure `foreign` where the app has a machine of somebody else
 */
export async function findMachine(
  site: Pick<Site, 'api' | 'app' | 'owner' | 'former' | 'call'>,
): Promise<Machine | null> {
  const machines = await site.api.machines.list(site.app, site.call);
  const { owner: own, former } = site;
  const isOurs = (machine: Machine) => isOwned(machine, own) || (former !== null && isOwned(machine, former));
  const stranger = machines.find((machine) => !isOurs(machine));
  if (stranger !== undefined) {
    const owner = ownerOfMachine(stranger);
    throw foreign(
      `The app ${site.app} has the machine ${stranger.id}, which ${owner === null ? 'Helix did not make' : `belongs to ${owner}`}.`,
      'Two machines behind one name are two databases. Destroy it with `fly machine destroy`, or give the instance another name.',
    );
  }
  const [machine, second] = machines;
  if (second === undefined) return machine ?? null;
  throw foreign(
    `The app ${site.app} has two machines of this project: ${machine?.id ?? ''} and ${second.id}.`,
    'Destroy the one that has no data with `fly machine destroy`.',
  );
}

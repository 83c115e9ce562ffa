import type { AddressType, IpAssignment } from '../api/fly-api';
import { createOnce } from './create-once';
import type { Site } from './site';

/** Gives an app the addresses that it needs, and takes the others. Returns those that it has. */
export async function giveAddresses(site: Site, isPrivate: boolean): Promise<readonly IpAssignment[]> {
  const { api, app, call } = site;
  // Shared addresses cost nothing: HTTP alone needs no other.
  const wanted: readonly AddressType[] = isPrivate ? ['private_v6'] : ['shared_v4', 'v6'];
  const before = await api.listAddresses(app, call);
  const missing = wanted.filter((type) => before.every((one) => typeOf(one) !== type));
  for (const type of missing) {
    site.phase('giving it an address');
    await createOnce(site, {
      find: async () => (await api.listAddresses(app, call)).find((one) => typeOf(one) === type) ?? null,
      create: async () => {
        await api.giveAddress(app, type, call);
        return null;
      },
    });
  }
  const kept = new Map<AddressType, IpAssignment>();
  for (const address of missing.length === 0 ? before : await api.listAddresses(app, call)) {
    const type = typeOf(address);
    // A request whose answer was lost may have made a second one.
    if (wanted.includes(type) && !kept.has(type)) kept.set(type, address);
    else await api.releaseAddress(app, address.ip, call);
  }
  return [...kept.values()];
}

/** Fly does not tell the type of an address. */
function typeOf({ ip, shared = false }: IpAssignment): AddressType {
  if (ip.startsWith('fdaa:')) return 'private_v6';
  if (ip.includes(':')) return 'v6';
  return shared ? 'shared_v4' : 'v4';
}

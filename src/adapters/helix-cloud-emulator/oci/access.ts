import { isExpired } from '../anonymous/instance';
import { isKeyOf } from '../anonymous/keys';
import type { World } from '../world';
import { RegistryError } from './registry-error';

/** Returns the instance that a request signs in as: its id is the user, its deployment key the password. */
export function signedIn(world: World, request: Request): string {
  const [, encoded = ''] =
    /^Basic ([A-Za-z0-9+/=]+)$/i.exec(request.headers.get('authorization') ?? '') ?? [];
  const [, id = '', key = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString()) ?? [];
  const now = world.clock.now();
  const instance = world.store.read().instances.find(id, now);
  if (instance === undefined || !isKeyOf(instance, key, now)) {
    throw new RegistryError(401, 'UNAUTHORIZED', 'the instance or its deployment key is missing or wrong', {
      'www-authenticate': 'Basic realm="Helix Cloud"',
    });
  }
  if (isExpired(instance, now)) {
    world.images.removeAll(id);
    throw new RegistryError(403, 'DENIED', `${id} ended on ${instance.expiresAt}`);
  }
  return id;
}

/** @throws RegistryError 400, 403 unless the repository is one of the instance */
export function assertRepository(instance: string, repository: string): void {
  const part = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
  if (!new RegExp(`^${part}(/${part})*$`).test(repository) || repository.length > 255) {
    throw new RegistryError(400, 'NAME_INVALID', `${repository} cannot be the name of a repository`);
  }
  if (repository.startsWith(`${instance}/`)) return;
  throw new RegistryError(403, 'DENIED', `${instance} may use ${instance}/... alone`);
}

/** Returns a digest that the registry can check. @throws RegistryError 400 */
export function checkedDigest(text: string | null | undefined): string {
  if (text != null && /^sha256:[0-9a-f]{64}$|^sha512:[0-9a-f]{128}$/.test(text)) return text;
  throw new RegistryError(400, 'DIGEST_INVALID', 'the digest is missing, or neither SHA-256 nor SHA-512');
}

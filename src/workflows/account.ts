import { HelixError } from '../errors';
import type { Ports } from '../ports/ports';

/** Checks a key with the API and keeps it for later runs. Returns where it is kept. */
export async function login(
  ports: Ports,
  request: { readonly endpoint: string; readonly key: string; readonly userId: string },
): Promise<string> {
  const key = request.key.trim();
  if (key === '' || /\s/.test(key)) {
    throw new HelixError('usage', 'the API key is empty or holds white space', {
      hint: 'Copy it from the Helix Cloud dashboard, one line.',
    });
  }
  if (request.endpoint === 'embedded') {
    throw new HelixError('usage', 'the embedded emulator needs no key');
  }
  await ports.helixCloud.verifyKey(request.endpoint, key);
  return ports.credentials.write({ key, userId: request.userId });
}

/** Forgets the kept key; returns the file it was in, or null when none was. */
export async function logout(ports: Ports): Promise<string | null> {
  return ports.credentials.remove();
}

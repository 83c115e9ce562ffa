import { HelixError } from '../errors';
import type { Ports } from '../ports/ports';

/** Checks a key with the API and saves it for later runs. Returns the file. */
export async function login(
  ports: Ports,
  request: { readonly endpoint: string; readonly key: string; readonly userId: string },
): Promise<string> {
  const key = request.key.trim();
  if (key === '' || /\s/.test(key)) {
    throw new HelixError('usage', 'the API key is empty or contains white space', {
      hint: 'Copy it from the Helix Cloud dashboard, one line.',
    });
  }
  if (request.endpoint === 'embedded') {
    throw new HelixError('usage', 'the embedded emulator needs no key');
  }
  await ports.helixCloud.verifyKey(request.endpoint, key);
  return ports.credentials.write({ key, userId: request.userId });
}

/** Deletes the saved key. Returns the file that held it, or null when none was saved. */
export async function logout(ports: Ports): Promise<string | null> {
  return ports.credentials.remove();
}

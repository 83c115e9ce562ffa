import { HelixError } from '../errors';
import type { SavedKey } from '../ports/credentials';
import type { Ports } from '../ports/ports';

export interface LoginRequest {
  readonly endpoint: string;
  readonly key: string;
  /** undefined: the id that the service has for the user of the key. */
  readonly userId: string | undefined;
  /** undefined: the profile in force. */
  readonly profile: string | undefined;
}

/** Checks a key with the API and saves it for later runs. Returns the place. */
export async function login(ports: Ports, request: LoginRequest): Promise<SavedKey> {
  const key = request.key.trim().replace(/^(["'])(.*)\1$/, '$2');
  if (key === '' || /\s/.test(key)) {
    throw new HelixError('usage', 'the API key is empty or contains white space', {
      hint: 'Copy it from the Helix Cloud dashboard, one line.',
    });
  }
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw new HelixError('usage', 'the API key holds characters that no key has', {
      hint: 'Copy it again: one word of printable ASCII.',
    });
  }
  if (request.endpoint === 'embedded') {
    throw new HelixError('usage', 'the embedded emulator needs no key');
  }
  const me = await (await ports.helixCloud.loadKeys(request.endpoint, key, null)).readMe();
  return ports.credentials.write({ key, userId: request.userId ?? me.userId }, request.profile);
}

/** Deletes the saved key. Returns the place that held it, or null when none was saved. */
export async function logout(ports: Ports, profile: string | undefined): Promise<string | null> {
  return ports.credentials.remove(profile);
}

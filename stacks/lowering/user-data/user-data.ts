import { HelixError } from '../../../src/errors';
import { cloudConfig } from './cloud-config';
import { closeScript, CLOSE_SERVICE } from './close-services';
import { expireScript, EXPIRE_SERVICE, EXPIRE_TIMER } from './expire-itself';
import type { MachineDialect, UserDataInput } from './input';
import { volumeScript, VOLUME_SERVICE } from './mount-volume';
import { startScript, START_SERVICE } from './start-container';

/**
 * The `#cloud-config` of a machine. At each boot it installs missing programs, logs in to the registry and resolves the
 * secrets (both with the machine's identity), and runs the image; it retries after every failure. Pure ASCII; the same input
 * gives the same bytes.
 * @throws HelixError `config` if it is larger than the cloud allows, or a value cannot be in an environment
 */
export function userData(input: UserDataInput, dialect: MachineDialect): string {
  refuseUnusable(input);
  const { closed, files = [], limit, settings } = dialect;
  const expiry = input.expireItself ? dialect.expiry : null;
  if (input.expireItself && expiry === null) throw new Error(`${input.address} cannot terminate itself`);
  const text = cloudConfig({
    title: `Helix: ${input.address}`,
    loginKeys: loginKeysOf(input),
    files: [
      ...files,
      { path: '/usr/local/sbin/helix-start', mode: '0755', content: startScript(input, dialect) },
      { path: '/etc/systemd/system/helix.service', mode: '0644', content: START_SERVICE },
      ...(input.volume === undefined
        ? []
        : [
            { path: '/usr/local/sbin/helix-volume', mode: '0755', content: volumeScript(input.volume) },
            { path: '/etc/systemd/system/helix-volume.service', mode: '0644', content: VOLUME_SERVICE },
          ]),
      ...(closed.length === 0
        ? []
        : [
            { path: '/usr/local/sbin/helix-close', mode: '0755', content: closeScript(closed) },
            { path: '/etc/systemd/system/helix-close.service', mode: '0644', content: CLOSE_SERVICE },
          ]),
      ...(expiry === null
        ? []
        : [
            { path: '/usr/local/sbin/helix-expire', mode: '0755', content: expireScript(expiry, settings) },
            { path: '/etc/systemd/system/helix-expire.service', mode: '0644', content: EXPIRE_SERVICE },
            { path: '/etc/systemd/system/helix-expire.timer', mode: '0644', content: EXPIRE_TIMER },
          ]),
    ],
    commands: [
      // The cloud has given root a password, and keeps it.
      ...(input.loginKey === undefined ? [] : [['passwd', '--lock', 'root']]),
      ['systemctl', 'daemon-reload'],
      ...(input.volume === undefined ? [] : [['systemctl', 'enable', 'helix-volume.service']]),
      // At later boots; at the first one the script that installs docker calls it.
      ...(closed.length === 0 ? [] : [['systemctl', 'enable', 'helix-close.service']]),
      // The boot must not wait for an installation, or for a retry after a failure.
      ['systemctl', 'enable', '--now', '--no-block', 'helix.service'],
      ...(expiry !== null ? [['systemctl', 'enable', '--now', 'helix-expire.timer']] : []),
    ],
  });
  if (text.length <= limit.bytes) return text;
  throw new HelixError(
    'config',
    `The user data of ${input.address} would be ${text.length} bytes; ${limit.of} allows ${limit.bytes}.`,
    { hint: limit.hint },
  );
}

/** The type and the data of the key, without a comment, which may be anything. */
function loginKeysOf({ loginKey }: UserDataInput): readonly string[] | undefined {
  if (loginKey === undefined) return undefined;
  return loginKey === null ? [] : [loginKey.trim().split(/\s+/).slice(0, 2).join(' ')];
}

function refuseUnusable({ address, env, secrets }: UserDataInput): void {
  for (const name of [...Object.keys(env), ...Object.keys(secrets)]) {
    if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) continue;
    throw new HelixError(
      'config',
      `${address}: ${JSON.stringify(name)} is not a name of an environment variable.`,
      {
        hint: 'Use letters, digits and `_`, and begin with a letter or `_`.',
      },
    );
  }
  const broken = Object.keys(env).find((name) => env[name]?.includes('\0') === true);
  if (broken === undefined) return;
  throw new HelixError('config', `${address}: the value of \`env.${broken}\` contains a NUL character.`);
}

import { HelixError } from '../../../../src/errors';
import { cloudConfig } from './cloud-config';
import { expireScript, EXPIRE_SERVICE, EXPIRE_TIMER } from './expire-itself';
import type { UserDataInput } from './input';
import { startScript, START_SERVICE } from './start-container';

/** The limit of EC2, in bytes before the base64 encoding. */
const LIMIT = 16_384;

/**
 * The `#cloud-config` of a machine. At each boot it installs missing programs, logs in to the registry and resolves the
 * secrets (both with the machine's role), and runs the image; it retries after every failure. Pure ASCII; the same input
 * gives the same bytes.
 * @throws HelixError `config` if it is larger than EC2 allows, or a value cannot be in an environment
 */
export function userData(input: UserDataInput): string {
  refuseUnusable(input);
  const text = cloudConfig({
    title: `Helix: ${input.address}`,
    files: [
      { path: '/usr/local/sbin/helix-start', mode: '0755', content: startScript(input) },
      { path: '/etc/systemd/system/helix.service', mode: '0644', content: START_SERVICE },
      ...(input.expireItself
        ? [
            { path: '/usr/local/sbin/helix-expire', mode: '0755', content: expireScript(input.region) },
            { path: '/etc/systemd/system/helix-expire.service', mode: '0644', content: EXPIRE_SERVICE },
            { path: '/etc/systemd/system/helix-expire.timer', mode: '0644', content: EXPIRE_TIMER },
          ]
        : []),
    ],
    commands: [
      ['systemctl', 'daemon-reload'],
      // The boot must not wait for an installation, or for a retry after a failure.
      ['systemctl', 'enable', '--now', '--no-block', 'helix.service'],
      ...(input.expireItself ? [['systemctl', 'enable', '--now', 'helix-expire.timer']] : []),
    ],
  });
  if (text.length <= LIMIT) return text;
  throw new HelixError(
    'config',
    `The user data of ${input.address} would be ${text.length} bytes; EC2 allows ${LIMIT}.`,
    { hint: 'Move the longest values of `env` into parameters and refer to them under `secrets`.' },
  );
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

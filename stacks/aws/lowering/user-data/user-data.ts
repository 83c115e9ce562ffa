import { HelixError } from '../../../../src/errors';
import { cloudConfig } from './cloud-config';
import { expireScript, EXPIRE_SERVICE, EXPIRE_TIMER } from './expire-itself';
import type { UserDataInput } from './input';
import { startScript, START_SERVICE } from './start-container';

/** What EC2 takes, in bytes before its base64. */
const LIMIT = 16_384;

/**
 * The `#cloud-config` of a machine: at each boot it installs what is missing, logs in to the registry, resolves the
 * secrets, both through the machine's role, and runs the image; a failure on the way is tried again until it works.
 * Pure ASCII, the same bytes for the same input. Throws a `config` error when it is larger than EC2 takes, or when a
 * value cannot be in an environment.
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
      // Not waited for: what takes long, or fails and is tried again, must not hold up the boot.
      ['systemctl', 'enable', '--now', '--no-block', 'helix.service'],
      ...(input.expireItself ? [['systemctl', 'enable', '--now', 'helix-expire.timer']] : []),
    ],
  });
  if (text.length <= LIMIT) return text;
  throw new HelixError(
    'config',
    `The user data of ${input.address} would be ${text.length} bytes; EC2 takes ${LIMIT}.`,
    { hint: 'Move the longest values of `env` into parameters and refer to them under `secrets`.' },
  );
}

function refuseUnusable({ address, env, secrets }: UserDataInput): void {
  for (const name of [...Object.keys(env), ...Object.keys(secrets)]) {
    if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) continue;
    throw new HelixError(
      'config',
      `${address}: ${JSON.stringify(name)} is no name of an environment variable.`,
      {
        hint: 'Names consist of letters, digits and `_`, and begin with no digit.',
      },
    );
  }
  const broken = Object.keys(env).find((name) => env[name]?.includes('\0') === true);
  if (broken === undefined) return;
  throw new HelixError('config', `${address}: the value of \`env.${broken}\` holds a NUL character.`);
}

import type { MachineDialect, UserDataInput } from './input';
import { shellSettings } from './shell-settings';
import { shellWord } from '../../../src/values/shell-word';

/** The service that runs the start script: at each boot, and again while it fails, since a registry may be late. */
export const START_SERVICE = `[Unit]
Description=Helix container
Wants=network-online.target
After=network-online.target docker.service
StartLimitIntervalSec=0

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/local/sbin/helix-start
ExecStop=-/usr/bin/env docker stop helix
Restart=on-failure
RestartSec=10

[Install]
WantedBy=multi-user.target
`;

/** The script that installs missing programs, logs in, resolves the secrets and runs the image. */
export function startScript(input: UserDataInput, dialect: MachineDialect): string {
  return `${HEAD}
image=${shellWord(input.image)}
registry=${shellWord(input.registry ?? '')}
${shellSettings(dialect.settings)}ports=(${input.ports.join(' ')})
env=(${pairs(input.env)})
secrets=(${pairs(input.secrets)})
${bodyOf(dialect, input.volume !== undefined)}`;
}

function pairs(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => shellWord(`${name}=${value}`))
    .join(' ');
}

const HEAD = `#!/bin/bash
# Runs this machine's container. helix.service calls it at each boot, and again while it fails.
set -euo pipefail
`;

function bodyOf({ programs, functions, logIn, resolve, closed }: MachineDialect, hasVolume: boolean): string {
  return `
has() { command -v "$1" >/dev/null; }

# install RPM DEB: one package, under its name here or there
install_package() {
  if has dnf; then
    dnf install -y "$1"
  elif has apt-get; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update || true
    apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300 "$2"
  else
    echo "Neither dnf nor apt-get: $1 cannot be installed." >&2
    return 1
  fi
}

${hasVolume ? '/usr/local/sbin/helix-volume\n' : ''}has docker || install_package docker docker.io
systemctl is-active --quiet docker || systemctl enable --now docker
${closed.length === 0 ? '' : '/usr/local/sbin/helix-close\n'}${programs}
umask 077
mkdir -p /run/helix
rm -f /run/helix/ready
# In memory: the registry's token is not left on the disk.
export DOCKER_CONFIG=/run/helix/docker
${functions}log_in() {
  [ -z "$registry" ] || ${logIn}
}
# A registry that is away does not keep down a machine that has the image.
{ log_in && docker pull --quiet "$image"; } || docker image inspect "$image" >/dev/null

resolve() {
${resolve}}

options=(--detach --name helix --restart unless-stopped --log-driver local)
for port in \${ports[@]+"\${ports[@]}"}; do options+=(--publish "$port:$port"); done
for pair in \${env[@]+"\${env[@]}"}; do options+=(--env "$pair"); done
docker=$(command -v docker)
(
  # Only the name is an argument: the value goes by the environment, where a line break may be in it.
  for pair in \${secrets[@]+"\${secrets[@]}"}; do
    value=$(resolve "\${pair#*=}")
    export "\${pair%%=*}=$value"
    options+=(--env "\${pair%%=*}")
  done
  "$docker" rm --force helix >/dev/null 2>&1 || true
  "$docker" run "\${options[@]}" "$image"
)
date -u +%Y-%m-%dT%H:%M:%SZ >/run/helix/ready
`;
}

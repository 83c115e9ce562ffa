import type { MachineDialect } from '../../lowering/user-data/input';
import { secretPlaceholder } from './placeholders';
import type { MachineSecret } from './machine-secrets';

/** The file that holds the values that Helix hands over: lines of `NAME=` and base64. */
const HANDED = '/var/lib/helix/secrets';

/**
 * How a machine on Azure logs in to a container registry, reads its secrets and ends its resource group: with its
 * identity, by the REST API.
 */
export function azureDialect(secrets: readonly MachineSecret[]): MachineDialect {
  const handed = secrets.filter((secret) => secret.handed !== null).map(({ variable }) => variable);
  return {
    // Azure allows 64 KiB in base64; the values of secrets are added later.
    limit: { bytes: 40_000, of: 'Azure', hint: 'Move the longest values of `env` into a file of the image.' },
    settings: {},
    files:
      handed.length === 0
        ? []
        : [
            {
              path: HANDED,
              mode: '0600',
              content: handed.map((variable) => `${variable}=${secretPlaceholder(variable)}\n`).join(''),
            },
          ],
    programs: PROGRAMS,
    functions: FUNCTIONS,
    logIn: 'log_in_with_identity',
    resolve: RESOLVE,
    expiry: { place: 'its tag helix-expires-at', read: READ_EXPIRY, end: END },
    // The metadata service, and the host that hands out the configuration of the machine.
    closed: [
      { address: '169.254.169.254', ports: [80] },
      { address: '168.63.129.16', ports: [80, 32526] },
    ],
  };
}

const PROGRAMS = `if [ -n "$registry" ] || [ "\${#secrets[@]}" -gt 0 ]; then
  has curl || install_package curl curl
  has python3 || install_package python3 python3-minimal
fi
`;

/** Reads the metadata service; prints a token of the identity of the machine, which is the only one that it has. */
const IDENTITY = `metadata() { curl -fsS -m 10 -H Metadata:true "http://169.254.169.254/metadata/$1"; }
read_json() { python3 -c 'import json, sys; sys.stdout.write(json.load(sys.stdin)[sys.argv[1]])' "$1"; }
identity_token() {
  metadata "identity/oauth2/token?api-version=2018-02-01&resource=$1" | read_json access_token
}
# By the standard input: others can read the arguments of a program.
bearer() { printf 'Authorization: Bearer '; identity_token "$1"; }
`;

const FUNCTIONS = `${IDENTITY}log_in_with_identity() {
  identity_token https://management.azure.com/ |
    curl -fsS -m 30 --data grant_type=access_token --data-urlencode "service=$registry" \\
      --data-urlencode access_token@- "https://$registry/oauth2/exchange" |
    read_json refresh_token |
    docker login --username 00000000-0000-0000-0000-000000000000 --password-stdin "$registry"
}
`;

const RESOLVE = `  case $1 in
    https://*) bearer https://vault.azure.net | curl -fsS -m 30 -H @- "$1?api-version=7.4" | read_json value ;;
    *) sed -n "s/^$1=//p" ${HANDED} | base64 --decode ;;
  esac
`;

const READ_EXPIRY = `${IDENTITY}
expires=$(metadata 'instance/compute/tagsList?api-version=2021-02-01' | python3 -c '
import json, sys
print(*[tag["value"] for tag in json.load(sys.stdin) if tag["name"] == "helix-expires-at"])')
# No such tag: no time is set.
[ -n "$expires" ] || exit 0`;

const END = `read_compute() { metadata "instance/compute/$1?api-version=2021-02-01&format=text"; }
subscription=$(read_compute subscriptionId)
group=$(read_compute resourceGroupName)
bearer https://management.azure.com/ | curl -fsS -m 60 -H @- -X DELETE \\
  "https://management.azure.com/subscriptions/$subscription/resourceGroups/$group?api-version=2024-03-01"
`;

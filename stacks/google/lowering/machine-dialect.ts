import type { MachineDialect } from '../../lowering/user-data/input';

/** The services that a machine asks. */
export interface MachineServices {
  readonly metadata: string;
  readonly compute: string;
  readonly secretManager: string;
}

export const SERVICES: MachineServices = {
  metadata: 'http://metadata.google.internal',
  compute: 'https://compute.googleapis.com',
  secretManager: 'https://secretmanager.googleapis.com',
};

/**
 * How a machine on Google Cloud logs in to Artifact Registry, reads its secrets and deletes itself: with the token of its
 * service account, by REST. Every token is on the standard input of a child, where no other process sees it.
 */
export function googleDialect({ metadata, compute, secretManager } = SERVICES): MachineDialect {
  return {
    limit: {
      bytes: 262_144,
      of: 'Google Cloud',
      hint: 'Move the longest values of `env` into Secret Manager and refer to them under `secrets`.',
    },
    settings: { metadata: `${metadata}/computeMetadata/v1`, compute, secret_manager: secretManager },
    programs: 'has curl || install_package curl curl\nhas python3 || install_package python3 python3\n',
    functions: FUNCTIONS,
    logIn: 'access_token | docker login --username oauth2accesstoken --password-stdin "$registry"',
    resolve: RESOLVE,
    expiry: { place: 'its metadata helix-expires-at', read: READ_EXPIRY, end: END },
    // It gives the token of the machine's account to every program. Port 53 of the same address is the name server.
    closed: [{ address: '169.254.169.254', ports: [80] }],
  };
}

const FUNCTIONS = `read_metadata() { curl -fsS -m 5 -H 'Metadata-Flavor: Google' "$metadata/$1"; }
# field KEY...: one value of a JSON document
field() {
  python3 -c 'import functools, json, sys; print(functools.reduce(lambda found, key: found[key], sys.argv[1:], json.load(sys.stdin)))' "$@"
}
access_token() { read_metadata instance/service-accounts/default/token | field access_token; }
# authorized CURL-OPTION...: a request with the token
authorized() {
  access_token | sed 's/^/Authorization: Bearer /' | curl -fsS -m 30 -H @- "$@"
}
`;

const RESOLVE = `  authorized "$secret_manager/v1/$1:access" | field payload data | base64 --decode
`;

const READ_EXPIRY = `${FUNCTIONS}
# No such key: no time is set.
expires=$(read_metadata instance/attributes/helix-expires-at) || exit 0`;

const END = `project=$(read_metadata project/project-id)
zone=$(read_metadata instance/zone)
name=$(read_metadata instance/name)
authorized -X DELETE -o /dev/null "$compute/compute/v1/projects/$project/zones/\${zone##*/}/instances/$name"
`;

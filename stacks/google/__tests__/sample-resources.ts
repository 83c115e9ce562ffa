import type { SecretDigests } from '../../../src/values/secret-digests';
import type { JsonObject } from '../../../src/values/json';
import { google } from '..';
import { lowerWith } from '../../lower';
import type { Lowered } from '../../lowered';
import { GOOGLE_LOWERING } from '../lowering';

const RUN = { project: 'papertrail', workspace: 'default', op: 'op-1' };
const PLACE = { provider: 'google', region: 'us-central1' };

/** The blocks of a machine on Google Cloud that says as little as it can; `inputs` are what it says beside. */
export function loweredMachine(
  inputs: JsonObject = {},
  name = 'api',
  expiresAt: string | null = null,
  secretMarks: SecretDigests = {},
): Lowered {
  return lowerWith(
    GOOGLE_LOWERING,
    google.facts.lowering.revision,
    {
      ...PLACE,
      address: `instance.${name}`,
      kind: 'instance',
      name,
      expiresAt,
      inputs: { ...SMALL, name: `helix-papertrail-${name}`, ...inputs },
      secretMarks,
    },
    RUN,
  );
}

export function loweredRepository(inputs: JsonObject = {}, name = 'api'): Lowered {
  return lowerWith(
    GOOGLE_LOWERING,
    google.facts.lowering.revision,
    {
      ...PLACE,
      address: `registry_repo.${name}`,
      kind: 'registry_repo',
      name,
      expiresAt: null,
      inputs: { name: 'helix-papertrail-api', registry: null, region: 'us-central1', auth: null, ...inputs },
    },
    RUN,
  );
}

const SMALL: JsonObject = {
  ...PLACE,
  instance_type: 'e2-small',
  arch: 'amd64',
  spot: false,
  disk: { type: 'pd-balanced', size_gb: 20, attached: false },
  storage_gb: 20,
  gpu_count: 0,
  public_ip: true,
  image: 'ghcr.io/acme/api:1',
  ports: [],
  ssh_cidrs: [],
  ssh_key: null,
  subnet_id: null,
  env: {},
  secrets: {},
  expire_itself: false,
  health: null,
};

/** The inputs of a machine with every part that one can have. */
export const EVERYTHING: JsonObject = {
  spot: true,
  instance_type: 'n1-standard-4+1xnvidia-tesla-t4',
  subnet_id: 'backend',
  zone: 'us-central1-c',
  ssh_key: 'ssh-ed25519 AAAA somebody',
  ssh_cidrs: ['203.0.113.7/32'],
  ports: [8080, 443],
  image: `us-docker.pkg.dev/acme/team/api@sha256:${'a'.repeat(64)}`,
  env: { LOG: 'literal:info', TOKEN: 'env:TOKEN' },
  secrets: { DB: 'gsm:db', KEY: 'projects/other/secrets/key/versions/7' },
  expire_itself: true,
  tags: { Team: 'Search & ads' },
};

import type { AnonymousInstance } from '../../config/config';
import { editTable } from '../../config/edit/table-edit';
import type { SourceText } from '../../config/text/source-text';
import { HelixError } from '../../errors';
import type { Ports } from '../../ports/ports';
import { addressOf } from '../../values/resource';
import type { Address } from '../../values/resource';
import { decodeAnonymousOutputs } from '../../resources/anonymous-outputs';
import { checkConfig, requireConfig } from '../project/check-config';
import { checkEdit, requireEdit } from '../project/edit-config';
import { pinRegionsIfPossible } from '../project/pin-regions';
import type { ProjectRequest } from '../project/project';
import { readState } from '../state/state';

/** A claim that is about to be made: the table as it will be, and the instance. */
export interface EditedClaim {
  readonly root: string;
  readonly edited: SourceText;
  readonly instanceId: string;
  readonly clusterId: string;
  readonly address: Address;
}

export interface ClaimRequest extends ProjectRequest {
  readonly name: string;
  /** null: a new id. */
  readonly clusterId: string | null;
}

/** The keys that a cluster of an account does not have: it compiles its queries itself. */
const KEYS_OF_IMAGES = [
  'dockerfile',
  'context',
  'target',
  'build_args',
  'platform',
  'platforms',
  'instance_id',
  'deployment_key',
  'api_key',
];

/**
 * Turns the table of an instance without an account into that of a cluster, in memory; null where it was claimed by this
 * project before. Comments and other keys stay.
 * @throws HelixError `auth` without a key of an account, `config` for another kind of instance
 */
export async function editClaim(
  ports: Ports,
  { name, clusterId, ...request }: ClaimRequest,
): Promise<EditedClaim | null> {
  const checked = await checkConfig(ports, request);
  const config = requireConfig(checked);
  const { root } = checked;
  const instance = config.instances.find((one) => one.name === name);
  if (instance?.kind === 'helix') return null;
  if (instance?.kind !== 'anonymous') throw noInstance(name);
  if ((await ports.credentials.read()) === null) {
    throw new HelixError('auth', 'Claiming needs an account.', {
      hint: 'Run `helix login`, or set HELIX_API_KEY.',
    });
  }
  const address = addressOf('cluster', name);
  const { state } = await readState(ports, request);
  const record = state?.resources[address];
  if (record === undefined) {
    throw new HelixError('config', `${address} was not pushed yet.`, {
      hint: `\`helix push ${name}\` deploys to it; then it can be claimed.`,
    });
  }
  const { instanceId } = decodeAnonymousOutputs(address, record.outputs);
  const { endpoint } = config.helixCloud;
  const at = { endpoint, root, instanceId, deploymentKey: instance.deploymentKey };
  const { size, region } = await ports.helixCloud.readAnonymous(at);
  // Its price is that of the size.
  await pinRegionsIfPossible(ports, root);
  const id = clusterId ?? `helix-${name}-${ports.random.uuid()}`;
  const { file } = instance.source;
  const source = { file, text: (await ports.files.readText(root, file)) ?? '' };
  const renamed = withKind(source, instance);
  const edited = requireEdit(
    source,
    editTable(renamed, ['cloud', name, 'helix'], {
      ...Object.fromEntries(KEYS_OF_IMAGES.map((key) => [key, null])),
      cluster_id: id,
      region,
      size,
    }),
  );
  await checkEdit(ports, root, edited);
  return { root, edited, instanceId, clusterId: id, address };
}

/** Renames the table of an instance, and the tables in it. */
function withKind(source: SourceText, { name }: AnonymousInstance): SourceText {
  const quoted = name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const header = new RegExp(
    `^(\\s*\\[\\s*cloud\\s*\\.\\s*"?${quoted}"?\\s*\\.\\s*)"?(?:anonymous|AnonymousCloud)"?(?=[\\s.\\]])`,
    'gm',
  );
  const text = source.text.replace(header, '$1helix');
  if (text !== source.text) return { ...source, text };
  throw new HelixError('config', `${source.file} is written in a way that Helix cannot edit safely.`, {
    hint: `Write \`[cloud.${name}.anonymous]\` as a table of its own.`,
  });
}

function noInstance(name: string): HelixError {
  return new HelixError('config', `"${name}" is not an instance without an account.`, {
    hint: '`helix init cloud dev` creates one.',
  });
}

import { isMachineCloud } from '../../clouds';
import { accountNamed, cloudAccount, readCloudConfig } from '../../config/cloud-toml/cloud-config';
import type { CloudConfig } from '../../config/cloud-toml/cloud-config';
import { requireCloudConfig } from '../../config/cloud-toml/require-cloud-config';
import type { Config } from '../../config/config';
import { tablePathOf } from '../../config/edit/table-path';
import { parseToml } from '../../config/text/document';
import type { SourceText } from '../../config/text/source-text';
import { HelixError } from '../../errors';
import type { Problem } from '../../errors';
import type { Change } from '../../plan/plan';
import type { Ports } from '../../ports/ports';
import { accountIn } from '../../resources/account';
import type { SourceRef } from '../../values/resource';

/** A machine or a repository in a region of a cloud. */
interface PlacedInstance {
  /** The name of its table. */
  readonly name: string;
  readonly provider: string;
  readonly region: string | null;
  /** Missing: the account that cloud.toml prefers for the cloud. */
  readonly account?: string | undefined;
  /** null: no file declares it. */
  readonly source: SourceRef | null;
}

/** The files that say which regions are wanted, and which are allowed. */
interface RegionFiles {
  readonly config: Config;
  /** Reads the text of a file of the project. */
  readonly read: (file: string) => Promise<string | null>;
  readonly user: SourceText | null;
}

/**
 * Refuses to make or change anything in a region that is not among the `regions` of its account. A deletion may be
 * anywhere.
 * @throws HelixError `refused`, with the place of each region and of each list
 */
export async function assertRegionsAllowed(
  ports: Pick<Ports, 'files' | 'userConfig'>,
  { root, config }: { readonly root: string; readonly config: Config },
  changes: readonly Change[],
): Promise<void> {
  const placed = changes.flatMap((change): PlacedInstance[] => {
    const { address, name, provider, region, source, after } = change;
    if (after === null || !isMachineCloud(provider)) return [];
    return [{ name, provider, region, source, account: accountIn(address, after) }];
  });
  if (placed.length === 0) return;
  const read = (file: string) => ports.files.readText(root, file);
  const problems = await findRegionProblems(placed, { config, read, user: await ports.userConfig() });
  if (problems.length === 0) return;
  throw new HelixError('refused', 'an account of cloud.toml does not allow a region of this plan', {
    problems,
  });
}

/**
 * Refuses machines that are about to be declared in a region that is not among the `regions` of their account. `edited`: the
 * file as it is about to be written.
 * @throws HelixError `config`, with the place of each region and of each list
 */
export async function assertRegionsOf(
  ports: Pick<Ports, 'userConfig'>,
  config: Config,
  placed: readonly PlacedInstance[],
  edited: SourceText,
): Promise<void> {
  const source = await ports.userConfig();
  // The defaults of a broken cloud.toml are not used, and the command has said so.
  const user = source !== null && readCloudConfig(source).cloud === null ? null : source;
  const read = (file: string) => Promise.resolve(file === edited.file ? edited.text : null);
  const problems = await findRegionProblems(placed, { config, read, user });
  if (problems.length > 0) {
    throw new HelixError('config', 'the account does not allow this region', { problems });
  }
}

/** Returns a problem for each instance in a region that its account does not allow. */
async function findRegionProblems(
  placed: readonly PlacedInstance[],
  files: RegionFiles,
): Promise<readonly Problem[]> {
  const accounts = requireCloudConfig(files.user);
  const found: Problem[] = [];
  for (const instance of placed) {
    const problem = await findRegionProblem(instance, accounts, files);
    if (problem !== null) found.push(problem);
  }
  return found;
}

async function findRegionProblem(
  instance: PlacedInstance,
  accounts: CloudConfig | null,
  files: RegionFiles,
): Promise<Problem | null> {
  const { provider, region } = instance;
  const candidates = accounts?.accounts.filter((account) => account.provider === provider) ?? [];
  const account =
    instance.account === undefined
      ? cloudAccount(accounts, provider)
      : (accountNamed(candidates, instance.account) ?? null);
  if (region === null || account === null || account.regions.length === 0) return null;
  if (account.regions.includes(region)) return null;
  const list = placeIn(files.user, ['providers', account.name, 'regions']);
  const at = list === null ? '' : ` at ${list.file}:${list.line}:${list.column}`;
  const place = await findPlace(instance, files);
  return {
    severity: 'error',
    code: 'region-not-allowed',
    message: `\`${region}\` is not among the \`regions\` of the account \`${account.name}\`${at}.`,
    hint: `It allows ${account.regions.join(', ')}. Use one of them, or add this one there.`,
    ...(place !== null && { place }),
  };
}

/** Finds the place of the region in the file that declares an instance, else that of its table. */
async function findPlace(
  { name, source }: PlacedInstance,
  { config, read }: RegionFiles,
): Promise<NonNullable<Problem['place']> | null> {
  const declared = config.instances.find((instance) => instance.name === name);
  if (source === null || declared === undefined) return source;
  const text = await read(source.file);
  return text === null ? source : placeIn({ file: source.file, text }, [...tablePathOf(declared), 'region']);
}

function placeIn(source: SourceText | null, path: readonly string[]): NonNullable<Problem['place']> | null {
  return source === null ? null : (parseToml(source).document?.place(path, 'value') ?? null);
}

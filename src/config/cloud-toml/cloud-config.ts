import { cloudMeant, cloudOf, EXAMPLE_CLOUD, isMachineCloud, MACHINE_CLOUDS } from '../../clouds';
import type { MachineCloud } from '../../clouds';
import { ACCOUNT_KEYS } from '../../clouds/credentials';
import type { CloudVariables } from '../../clouds/credentials';
import { isRegionOf, regionHint } from '../../clouds/regions';
import type { Problem } from '../../errors';
import { parseDuration } from '../../values/time/duration';
import { didYouMean } from '../../values/did-you-mean';
import { parseToml } from '../text/document';
import type { TomlDocument } from '../text/document';
import type { CloudDocument, CloudProviderTable, CredentialsTable } from '../generated/cloud';
import { validateCloud } from '../generated/validators';
import { ProblemList } from '../validation/problems';
import { isSameCloud, withCanonicalWords } from './canonical-words';
import { commandWords } from './command-words';
import { withoutSecrets } from './secrets-in-cloud-config';
import type { SourceText } from '../text/source-text';
import { validate } from '../validation/validate';

/** A validated `cloud.toml`. It names the sources of credentials and never contains one; a plan never depends on it. */
export interface CloudConfig {
  /** A name in `accounts`. */
  readonly defaultAccount: string | null;
  readonly accounts: readonly CloudAccount[];
  /** The program that applies the blocks of Terraform: a name, or an absolute path; null: the first that is found. */
  readonly terraformProgram: string | null;
  /** The defaults of the commands that write configuration. */
  readonly defaults: {
    readonly region: string | null;
    readonly ttlSeconds: number | null;
    readonly spot: boolean | null;
  };
}

/** `[providers.NAME]` */
export interface CloudAccount {
  readonly name: string;
  readonly provider: MachineCloud;
  readonly defaultRegion: string | null;
  /** The allowed regions; empty: any. */
  readonly regions: readonly string[];
  readonly endpointUrl: string | null;
  /** The values of its own keys, as the variables that the provider's tools read: no secret. */
  readonly variables: CloudVariables;
  /** null: the defaults of the provider's own tools. */
  readonly credentials: CredentialsSource | null;
}

/** Returns the account of a name; without one, the account whose name means the same cloud, in any case. */
export function accountNamed(accounts: readonly CloudAccount[], name: string): CloudAccount | undefined {
  return (
    accounts.find((account) => account.name === name) ??
    accounts.find((account) => isSameCloud(account.name, name))
  );
}

/** Returns the account for a cloud where none is named: the default one, else the one of the cloud's name, else the first. */
export function cloudAccount(config: CloudConfig | null, cloud: string): CloudAccount | null {
  const candidates = config?.accounts.filter(({ provider }) => provider === cloud) ?? [];
  const named = (name: string | null) => (name === null ? undefined : accountNamed(candidates, name));
  return named(config?.defaultAccount ?? null) ?? named(cloud) ?? candidates[0] ?? null;
}

export type CredentialsSource =
  /** `profile`: one of a file with several; null: the choice of the provider's tools. */
  | { readonly type: 'file'; readonly path: string; readonly profile: string | null }
  /** Variables whose names begin with the prefix, which may be empty. */
  | { readonly type: 'environment'; readonly prefix: string }
  | { readonly type: 'command'; readonly cmd: readonly string[] };

/** Reads `cloud.toml`. Without a result there is at least one error among the problems. */
export function readCloudConfig(source: SourceText): { cloud: CloudConfig | null; problems: Problem[] } {
  const { document, problems: syntax } = parseToml(source);
  const problems = new ProblemList();
  problems.addAll(syntax);
  if (!document) return { cloud: null, problems: problems.toArray() };
  const data = withCanonicalWords(withoutSecrets(document, problems));
  if (!validate(document, [], data, validateCloud, problems)) {
    return { cloud: null, problems: problems.toArray() };
  }
  const cloud = new CloudReader(document, data, problems).cloud();
  return { cloud: problems.hasErrors ? null : cloud, problems: problems.toArray() };
}

/** Whether a text names a program: a name to look for on the PATH, or an absolute path. */
export function isProgram(text: string): boolean {
  return text.startsWith('/') || !text.includes('/');
}

class CloudReader {
  readonly #document: TomlDocument;
  readonly #raw: CloudDocument;
  readonly #problems: ProblemList;

  constructor(document: TomlDocument, raw: CloudDocument, problems: ProblemList) {
    this.#document = document;
    this.#raw = raw;
    this.#problems = problems;
  }

  cloud(): CloudConfig {
    const raw = this.#raw;
    const accounts = Object.entries(raw.providers ?? {}).flatMap(([name, table]) =>
      this.#account(name, table),
    );
    return {
      defaultAccount: this.#defaultAccount(),
      accounts,
      terraformProgram: this.#terraformProgram(),
      defaults: {
        region: raw.defaults?.region ?? null,
        ttlSeconds: this.#ttl(raw.defaults?.ttl),
        spot: raw.defaults?.spot ?? null,
      },
    };
  }

  #terraformProgram(): string | null {
    const program = this.#raw.terraform?.program ?? null;
    if (program === null || isProgram(program)) return program;
    const hint = 'Name a program on the PATH, such as `tofu`, or write its absolute path.';
    this.#report(
      ['terraform', 'program'],
      'bad-value',
      `\`${program}\` is neither a name nor an absolute path.`,
      hint,
    );
    return null;
  }

  #defaultAccount(): string | null {
    const names = Object.keys(this.#raw.providers ?? {});
    const [outer, inner] = [this.#raw.default_provider, this.#raw.defaults?.provider];
    const path = outer === undefined ? ['defaults', 'provider'] : ['default_provider'];
    const written = outer ?? inner;
    if (written === undefined) return names.length === 1 ? (names[0] ?? null) : null;
    const name =
      names.find((known) => known === written) ?? names.find((known) => isSameCloud(known, written));
    if (name === undefined) {
      const list = names.length === 0 ? 'There are none yet' : `There are: ${names.join(', ')}`;
      this.#report(
        path,
        'unknown-provider',
        `\`[providers.${written}]\` does not exist.`,
        didYouMean(written, names) ?? `${list}.`,
      );
      return written;
    }
    if (outer !== undefined && inner !== undefined && outer !== inner) {
      this.#report(
        ['defaults', 'provider'],
        'contradiction',
        `\`default_provider\` is \`${outer}\`, and this is \`${inner}\`.`,
        'Keep one of the two.',
      );
    }
    return name;
  }

  #account(name: string, table: CloudProviderTable): CloudAccount[] {
    const path = ['providers', name];
    const provider = table.provider_type ?? cloudMeant(name);
    if (provider === undefined || !isMachineCloud(provider)) {
      const hint =
        didYouMean(name, MACHINE_CLOUDS) ??
        `Add \`provider_type = "${EXAMPLE_CLOUD.name}"\`; the clouds are ${MACHINE_CLOUDS.join(', ')}.`;
      this.#report(
        path,
        'unknown-provider',
        `\`[providers.${name}]\` does not name its cloud.`,
        hint,
        'table',
      );
      return [];
    }
    const regions = table.regions ?? [];
    regions.forEach((region, index) => this.#checkRegion(provider, region, [...path, 'regions', index]));
    const { default_region: defaultRegion = null } = table;
    if (defaultRegion !== null)
      this.#checkDefaultRegion(provider, defaultRegion, regions, [...path, 'default_region']);
    const credentials = table.credentials
      ? this.#credentials(table.credentials, [...path, 'credentials'])
      : null;
    const { endpoint_url: endpointUrl = null } = table;
    if (endpointUrl !== null && !URL.canParse(endpointUrl)) {
      const message = `\`${endpointUrl}\` is not a URL.`;
      this.#report(
        [...path, 'endpoint_url'],
        'bad-endpoint',
        message,
        'Write `https://cloud.example.com`, for example.',
      );
    }
    const variables = this.#variables(provider, table, path);
    return [{ name, provider, defaultRegion, regions, endpointUrl, variables, credentials }];
  }

  #variables(provider: MachineCloud, table: CloudProviderTable, path: string[]): CloudVariables {
    const { accountKeys } = cloudOf(provider).credentials;
    const variables: Record<string, string> = {};
    for (const key of ACCOUNT_KEYS) {
      const { [key]: value } = table;
      const { [key]: variable } = accountKeys;
      if (value === undefined) continue;
      if (variable !== undefined) variables[variable] = value;
      else {
        const owners = MACHINE_CLOUDS.filter((cloud) => key in cloudOf(cloud).credentials.accountKeys);
        const message = `An account of \`${provider}\` has no \`${key}\`.`;
        this.#report([...path, key], 'unknown-key', message, `It belongs to ${owners.join(', ')}.`, 'key');
      }
    }
    return variables;
  }

  #checkDefaultRegion(
    provider: MachineCloud,
    region: string,
    regions: readonly string[],
    path: string[],
  ): void {
    this.#checkRegion(provider, region, path);
    if (regions.length > 0 && !regions.includes(region)) {
      this.#report(
        path,
        'unknown-region',
        `\`${region}\` is not in \`regions\`.`,
        didYouMean(region, regions) ?? 'Add it to `regions`.',
      );
    }
  }

  #checkRegion(provider: MachineCloud, region: string, path: (string | number)[]): void {
    if (isRegionOf(provider, region)) return;
    this.#report(
      path,
      'bad-region',
      `\`${region}\` is not a region of \`${provider}\`.`,
      regionHint(provider, region),
    );
  }

  #credentials(table: CredentialsTable, path: string[]): CredentialsSource | null {
    const needed = { file: 'path', environment: 'prefix', command: 'cmd' } as const;
    const { type } = table;
    for (const key of ['path', 'profile', 'prefix', 'cmd'] as const) {
      const isRead = key === needed[type] || (key === 'profile' && type === 'file');
      if (table[key] !== undefined && !isRead) {
        this.#report(
          [...path, key],
          'unknown-key',
          `\`type = "${type}"\` does not read \`${key}\`.`,
          `It reads \`${needed[type]}\`.`,
          'key',
        );
      }
    }
    if (type === 'environment') return { type, prefix: table.prefix ?? '' };
    if (type === 'file' && table.path !== undefined)
      return { type, path: table.path, profile: table.profile ?? null };
    if (type === 'command' && table.cmd !== undefined) return this.#command(table.cmd, [...path, 'cmd']);
    this.#report(
      path,
      'missing-key',
      `\`type = "${type}"\` needs \`${needed[type]}\`.`,
      `Add \`${needed[type]}\`.`,
      'table',
    );
    return null;
  }

  #command(written: string | readonly string[], path: string[]): CredentialsSource | null {
    const cmd = typeof written === 'string' ? commandWords(written) : written;
    if (cmd !== null && cmd[0] !== '') return { type: 'command', cmd };
    this.#report(
      path,
      'bad-value',
      `\`${path.join('.')}\` does not name a program, or a quote in it is not closed.`,
      'Write it as a list: `cmd = ["vault", "read", "cloud"]`.',
    );
    return null;
  }

  #ttl(text: string | undefined): number | null {
    if (text === undefined) return null;
    const parsed = parseDuration(text);
    if (parsed.ok) return parsed.seconds;
    this.#report(['defaults', 'ttl'], 'bad-duration', parsed.message, parsed.hint);
    return null;
  }

  #report(
    path: (string | number)[],
    code: string,
    message: string,
    hint?: string,
    part: 'key' | 'value' | 'table' = 'value',
  ): void {
    this.#problems.error({ code, message, hint, place: () => this.#document.place(path, part) });
  }
}

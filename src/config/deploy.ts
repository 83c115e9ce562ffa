import type { Problem } from '../errors';
import { environmentHint, type Blueprint, type DeployTables, type Environment } from './blueprint';
import { defaultProfile, sizeOf, type Figures, type MachineSize } from './blueprint-figures';
import type { Service } from './blueprint-service';
import { defaultRegionOf, hasSpot, isRegionOf, regionHint } from './clouds';
import type { CloudProvider, DeployInstance } from './config';
import { members, type DeclaredTable } from './declared-tables';
import { checkImage, checkOpenPorts, checkSshCidrs, type Complain } from './deploy-checks';
import { checkSecretReferences, checkSshKey } from './deploy-secrets';
import { readEnvVars } from './env-vars';
import type { DeployTable } from './generated/deploy';
import { validateDeploy } from './generated/validators';
import { readBase } from './instance-table';
import type { Lifetime } from './lifetime';
import { checkInstanceName } from './names';
import { OWN_KEYS } from './own-keys';
import { ProblemList } from './problems';
import type { TomlPath } from './table-headers';
import { validate } from './validate';

/** What holds for machines that say nothing themselves. */
export interface DeployDefaults {
  readonly lifetime: Lifetime;
  /** The environment that `--environment` names. */
  readonly environment: string | null;
}

/**
 * Reads the `[deploy.N]` tables of helix.toml or Blueprint.toml. A figure comes from the table, else from the environment,
 * else from the blueprint's profile, else from what a profile is by default. A table with a mistake is left out, and the
 * mistake told. `declared` are all tables, for checks across tables.
 */
export function deployInstances(
  from: DeployTables,
  blueprint: Blueprint | null,
  defaults: DeployDefaults,
): { instances: DeployInstance[]; declared: DeclaredTable[]; problems: Problem[] } {
  const problems = new ProblemList();
  const { document, path, tables } = from;
  const entries = members(tables);
  if (tables !== undefined && entries.length === 0 && !isEmptyTable(tables)) {
    problems.error({
      code: 'wrong-type',
      message: `\`${path.join('.')}\` must be a table.`,
      hint: `Write \`[${path.join('.')}.NAME]\`.`,
      place: () => document.place(path, 'value'),
    });
  }
  const instances = entries.flatMap(([name, table]) => {
    const at = [...path, name];
    const named = checkInstanceName(name, () => document.place(at, 'key'), problems);
    const valid = validate(document, at, table, validateDeploy, problems, { ownKeys: OWN_KEYS });
    if (!named || !valid) return [];
    return [new Reading(from, name, at, table as DeployTable, blueprint, defaults, problems).instance()];
  });
  const declared = entries.map(([name]) => {
    const at = [...path, name];
    return { name, label: `[${at.join('.')}]`, place: () => document.place(at, 'key') };
  });
  return { instances, declared, problems: problems.toArray() };
}

function isEmptyTable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

const NO_ENVIRONMENT: Environment = { figures: {}, ttlSeconds: null };
const NO_SERVICE: Service = {
  health: null,
  ports: [],
  preferredRegions: [],
  allowSpot: null,
  publicIp: null,
  bandwidthTier: null,
  requiresGpu: false,
};

/** One table that keeps to its schema. */
class Reading {
  private readonly resources: Figures;
  private readonly environment: Environment;
  private readonly figures: Figures;
  private readonly service: Service;
  private readonly provider: CloudProvider;

  constructor(
    private readonly from: DeployTables,
    private readonly name: string,
    private readonly path: TomlPath,
    private readonly table: DeployTable,
    private readonly blueprint: Blueprint | null,
    private readonly defaults: DeployDefaults,
    private readonly problems: ProblemList,
  ) {
    this.resources = blueprint?.resources ?? {};
    this.environment = this.readEnvironment();
    this.figures = { ...this.resources, ...this.environment.figures };
    this.service = blueprint?.service ?? NO_SERVICE;
    this.provider = table.provider ?? 'auto';
  }

  instance(): DeployInstance {
    const { table, figures, service, environment, problems, path, name, defaults } = this;
    const { document } = this.from;
    const profile = table.profile ?? defaultProfile(this.resources, environment.figures);
    const lifetime = {
      ...defaults.lifetime,
      ttlSeconds: environment.ttlSeconds ?? defaults.lifetime.ttlSeconds,
    };
    const base = readBase(
      { name, project: '', path, table, document, defaults: { lifetime, region: '' }, problems },
      lifetime,
    );
    const image = table.image ?? null;
    if (image !== null) checkImage(image, this.complainAt('image'));
    checkOpenPorts(table.ports ?? [], this.complainAt('ports'));
    checkSshCidrs(table.ssh_cidrs ?? [], this.complainAt('ssh_cidrs'));
    checkSshKey(table.ssh_key ?? '', this.complainAt('ssh_key'));
    checkSecretReferences(table.secrets ?? {}, this.complainAt('secrets'));
    return {
      ...base,
      kind: 'deploy',
      provider: this.provider,
      region: this.region(),
      profile,
      ...this.size(profile),
      ...this.gpu(),
      arch: table.arch ?? 'amd64',
      spot: this.spot(),
      publicIp: table.public_ip ?? figures.public_ip?.value ?? service.publicIp ?? true,
      bandwidthTier: (figures.bandwidth_tier?.value ?? service.bandwidthTier)?.toLowerCase() ?? null,
      image,
      ports: [...new Set(table.ports ?? service.ports)],
      sshCidrs: table.ssh_cidrs ?? [],
      sshKey: table.ssh_key ?? null,
      subnetId: table.subnet_id ?? null,
      env: readEnvVars(document, [...path, 'env'], table.env, problems),
      secrets: table.secrets ?? {},
      expireItself: this.expireItself(base.ttlSeconds),
      health: service.health,
    };
  }

  private readEnvironment(): Environment {
    const name = this.table.environment ?? this.defaults.environment;
    if (name === null) return NO_ENVIRONMENT;
    const environment = this.blueprint?.environments.get(name);
    // What `--environment` names is checked once, with the blueprint.
    if (environment === undefined && this.table.environment !== undefined) {
      const known = [...(this.blueprint?.environments.keys() ?? [])];
      this.error(
        ['environment'],
        'unknown-environment',
        `There is no environment \`${name}\`.`,
        environmentHint(name, known),
      );
    }
    return environment ?? NO_ENVIRONMENT;
  }

  private region(): string | null {
    const { provider, table, service } = this;
    if (table.region === undefined) {
      const preferred =
        provider === 'auto'
          ? undefined
          : service.preferredRegions.find((region) => isRegionOf(provider, region));
      return preferred ?? defaultRegionOf(provider);
    }
    if (!isRegionOf(provider, table.region)) {
      const of = provider === 'auto' ? 'any cloud' : `\`${provider}\``;
      this.error(
        ['region'],
        'bad-region',
        `\`${table.region}\` is no region of ${of}.`,
        regionHint(provider, table.region),
      );
    }
    return table.region;
  }

  private size(profile: DeployInstance['profile']): MachineSize {
    const { table, figures } = this;
    const size = sizeOf(figures, profile);
    const own = { cpu: table.cpu, memoryGb: table.memory_gb, storageGb: table.storage_gb };
    this.warnBelowMin('cpu', table.cpu, figures.min_cpu?.value);
    this.warnBelowMin('memory_gb', table.memory_gb, figures.min_memory_gb?.value);
    this.warnBelowMin('storage_gb', table.storage_gb, figures.min_storage_gb?.value);
    return {
      cpu: own.cpu ?? size.cpu,
      memoryGb: own.memoryGb ?? size.memoryGb,
      storageGb: own.storageGb ?? size.storageGb,
    };
  }

  private warnBelowMin(key: string, value: number | undefined, min: number | undefined): void {
    if (value === undefined || min === undefined || value >= min) return;
    this.complain(
      'warning',
      [key],
      'below-min',
      `\`${key}\` is ${value}, below \`min_${key}\`, ${min}: the blueprint may not run.`,
    );
  }

  private gpu(): { gpuCount: number; gpuType: string | null } {
    const { table, figures, service } = this;
    const gpuCount = table.gpu_count ?? figures.gpu_count?.value ?? (service.requiresGpu ? 1 : 0);
    if (gpuCount > 0) return { gpuCount, gpuType: table.gpu_type ?? figures.gpu_type?.value ?? null };
    if (table.gpu_type !== undefined && table.gpu_count === undefined) {
      const message = '`gpu_type` says nothing without `gpu_count`: there is no GPU.';
      this.complain('warning', ['gpu_type'], 'no-effect', message, 'Add `gpu_count = 1`.', 'key');
    }
    return { gpuCount, gpuType: null };
  }

  private spot(): boolean {
    const { table, figures, service, provider } = this;
    if (table.spot === true && !hasSpot(provider)) {
      this.error(
        ['spot'],
        'no-spot',
        `\`${provider}\` has no spot machines.`,
        'Take the line out, or take aws, google or azure.',
      );
    }
    const allowed = figures.allow_spot?.value ?? service.allowSpot ?? false;
    return table.spot ?? (allowed && hasSpot(provider));
  }

  private expireItself(ttlSeconds: number | null): boolean {
    const { table } = this;
    if (table.expire_itself === true && ttlSeconds === null && table.ttl === undefined) {
      const message = 'A machine without a `ttl` cannot expire.';
      this.error(['expire_itself'], 'missing-key', message, 'Add `ttl = "7d"`, or another time.');
    }
    return table.expire_itself ?? false;
  }

  private error(path: TomlPath, code: string, message: string, hint: string): void {
    this.complain('error', path, code, message, hint);
  }

  private complainAt(key: string): Complain {
    return (severity, below, ...rest) => this.complain(severity, [key, ...below], ...rest);
  }

  private complain(...[severity, below, code, message, hint, part = 'value']: Parameters<Complain>): void {
    const path = [...this.path, ...below];
    const place = () => {
      const { text, ...bare } = this.from.document.place(path, part);
      // The line of a secret is not to be shown.
      return code === 'literal-secret' || text === undefined ? bare : { ...bare, text };
    };
    this.problems.add(severity, { code, message, hint, place });
  }
}

import { MACHINE_CLOUDS } from '../../clouds';
import type { CloudProvider } from '../../clouds';
import { defaultRegionOf, hasSpot, isRegionOf, regionHint } from '../../clouds/regions';
import { environmentHint } from './blueprint';
import type { Blueprint, DeployTables, Environment } from './blueprint';
import { defaultProfile, sizeOf } from './blueprint-numbers';
import type { ResourceValues, MachineSize } from './blueprint-numbers';
import type { Service } from './blueprint-service';
import type { DeployInstance, ImageBuild } from '../config';
import {
  checkAccount,
  checkImage,
  checkNoRegistry,
  checkOpenPorts,
  checkSshCidrs,
  checkZone,
} from './deploy-checks';
import type { Report } from './deploy-checks';
import { checkLimits } from './deploy-limits';
import { checkSecretReferences, checkSshKey } from './deploy-secrets';
import { readEnvVars } from '../helix-toml/env-vars';
import type { DeployTable } from '../generated/deploy';
import { readImageBuild } from '../helix-toml/instances/image-build';
import { readBase } from '../helix-toml/instances/instance-table';
import { hostOf } from '../helix-toml/instances/registry-instances';
import { BLUEPRINT_TAG } from '../../resources/tags';
import type { Lifetime } from '../helix-toml/lifetime';
import type { Tags } from '../helix-toml/tags';
import type { ProblemList } from '../validation/problems';
import type { TomlPath } from '../text/table-headers';

/** The defaults of machines. */
export interface DeployDefaults {
  readonly lifetime: Lifetime;
  readonly tags: Tags;
  /** The environment that `--environment` selects. */
  readonly environment: string | null;
}

/** A valid `[deploy.N]` table, and the context to read it. */
export interface DeploySource {
  readonly from: DeployTables;
  readonly name: string;
  readonly path: TomlPath;
  readonly table: DeployTable;
  readonly blueprint: Blueprint | null;
  readonly defaults: DeployDefaults;
  readonly problems: ProblemList;
}

/** Reads one table. With an error among the problems, the result is meaningless. */
export function readDeployInstance(source: DeploySource): DeployInstance {
  return new DeployReader(source).instance();
}

const NO_ENVIRONMENT: Environment = { values: {}, ttlSeconds: null };
const NO_SERVICE: Service = {
  health: null,
  ports: [],
  preferredRegions: [],
  allowSpot: null,
  publicIp: null,
  bandwidthTier: null,
  requiresGpu: false,
};

/** The tag by which all machines of a blueprint are found. */
function blueprintTag(blueprint: Blueprint | null): Tags {
  const id = blueprint?.id ?? null;
  return id === null ? {} : { [BLUEPRINT_TAG]: `${id}` };
}

/** Reads one valid table. */
class DeployReader {
  readonly #source: DeploySource;

  readonly #resources: ResourceValues;
  readonly #environment: Environment;
  readonly #values: ResourceValues;
  readonly #service: Service;
  readonly #table: DeployTable;
  readonly #provider: CloudProvider;

  constructor(source: DeploySource) {
    this.#source = source;

    this.#resources = source.blueprint?.resources ?? {};
    this.#environment = this.#readEnvironment();
    this.#values = { ...this.#resources, ...this.#environment.values };
    this.#service = source.blueprint?.service ?? NO_SERVICE;
    this.#table = source.table;
    this.#provider = source.table.provider ?? 'auto';
  }

  instance(): DeployInstance {
    const table = this.#table;
    const values = this.#values;
    const service = this.#service;
    const environment = this.#environment;
    const { name, path, problems, defaults } = this.#source;
    const { document } = this.#source.from;
    const profile = table.profile ?? defaultProfile(this.#resources, environment.values);
    const { protect, ttlSeconds } = defaults.lifetime;
    const lifetime = { protect, ttlSeconds: environment.ttlSeconds ?? ttlSeconds };
    const base = readBase(
      {
        name,
        project: '',
        path,
        table,
        document,
        defaults: { lifetime, region: '', tags: defaults.tags },
        problems,
      },
      lifetime,
    );
    this.#check();
    const { cpu, memoryGb, storageGb } = this.#size(profile);
    const { gpuCount, gpuType } = this.#gpu();
    const publicIp = table.public_ip ?? values.public_ip?.value ?? service.publicIp ?? true;
    const env = readEnvVars(document, [...path, 'env'], table.env, problems);
    checkLimits({ table, env, publicIp }, this.#provider, this.#reportAt());
    const region = this.#region();
    checkZone(table.zone, this.#provider, region, this.#reportAt('zone'));
    const own = {
      kind: 'deploy' as const,
      provider: this.#provider,
      ...(table.account !== undefined && { account: table.account }),
      region,
      profile,
      cpu,
      memoryGb,
      storageGb,
      gpuCount,
      gpuType,
      arch: table.arch ?? 'amd64',
      spot: this.#spot(),
      publicIp,
      bandwidthTier: (values.bandwidth_tier?.value ?? service.bandwidthTier)?.toLowerCase() ?? null,
      image: table.image ?? null,
      build: this.#imageBuild(),
      registryUrl: table.registry_url === undefined ? null : hostOf(table.registry_url),
      ports: [...new Set(table.ports ?? service.ports)],
      sshCidrs: [...new Set(table.ssh_cidrs)],
      sshKey: table.ssh_key ?? null,
      subnetId: table.subnet_id ?? null,
      ...(table.zone !== undefined && { zone: table.zone }),
      env,
      secrets: table.secrets ?? {},
      expireItself: this.#expireItself(base.ttlSeconds),
      health: service.health,
    };
    return { ...own, ...base, tags: { ...base.tags, ...blueprintTag(this.#source.blueprint) } };
  }

  /** Checks the values that do not depend on others. */
  #check(): void {
    const { image, registry_url: registry, ports = [], ssh_cidrs: cidrs = [] } = this.#table;
    const { ssh_key: key = '', secrets = {} } = this.#table;
    if (image !== undefined) {
      checkImage(image, this.#reportAt('image'));
      checkNoRegistry(registry, this.#reportAt('registry_url'));
    }
    checkAccount(this.#table.account, this.#provider, this.#reportAt('account'));
    checkOpenPorts(ports, this.#reportAt('ports'));
    checkSshCidrs(cidrs, this.#reportAt('ssh_cidrs'));
    checkSshKey(key, this.#reportAt('ssh_key'));
    checkSecretReferences(secrets, this.#provider, this.#reportAt('secrets'));
  }

  #imageBuild(): ImageBuild {
    const { path, problems, table, from } = this.#source;
    const own = `linux/${table.arch ?? 'amd64'}`;
    const build = readImageBuild({ document: from.document, path, table, problems }, own);
    if (!build.platforms.includes(own)) {
      const message = `\`platforms\` lacks \`${own}\`, on which the machine runs.`;
      this.#error(['platforms'], 'contradiction', message, `Add \`${own}\`, or set \`arch\`.`);
    }
    return build;
  }

  #readEnvironment(): Environment {
    const { table, defaults, blueprint } = this.#source;
    const name = table.environment ?? defaults.environment;
    if (name === null) return NO_ENVIRONMENT;
    const environment = blueprint?.environments.get(name);
    // The environment of `--environment` is checked once, with the blueprint.
    if (environment === undefined && table.environment !== undefined) {
      const known = [...(blueprint?.environments.keys() ?? [])];
      this.#error(
        ['environment'],
        'unknown-environment',
        `The environment \`${name}\` does not exist.`,
        environmentHint(name, known),
      );
    }
    return environment ?? NO_ENVIRONMENT;
  }

  #region(): string | null {
    const provider = this.#provider;
    const table = this.#table;
    const service = this.#service;
    if (table.region === undefined) {
      const preferred =
        provider === 'auto'
          ? undefined
          : service.preferredRegions.find((region) => isRegionOf(provider, region));
      return preferred ?? defaultRegionOf(provider);
    }
    if (!isRegionOf(provider, table.region)) {
      const of = provider === 'auto' ? 'any cloud' : `\`${provider}\``;
      this.#error(
        ['region'],
        'bad-region',
        `\`${table.region}\` is not a region of ${of}.`,
        regionHint(provider, table.region),
      );
    }
    return table.region;
  }

  #size(profile: DeployInstance['profile']): MachineSize {
    const table = this.#table;
    const values = this.#values;
    const size = sizeOf(values, profile);
    const own = { cpu: table.cpu, memoryGb: table.memory_gb, storageGb: table.storage_gb };
    this.#warnBelowMin('cpu', table.cpu, values.min_cpu?.value);
    this.#warnBelowMin('memory_gb', table.memory_gb, values.min_memory_gb?.value);
    this.#warnBelowMin('storage_gb', table.storage_gb, values.min_storage_gb?.value);
    return {
      cpu: own.cpu ?? size.cpu,
      memoryGb: own.memoryGb ?? size.memoryGb,
      storageGb: own.storageGb ?? size.storageGb,
    };
  }

  #warnBelowMin(key: string, value: number | undefined, min: number | undefined): void {
    if (value === undefined || min === undefined || value >= min) return;
    this.#report(
      'warning',
      [key],
      'below-min',
      `\`${key}\` is ${value}, below \`min_${key}\`, ${min}: the blueprint may not run.`,
    );
  }

  #gpu(): { gpuCount: number; gpuType: string | null } {
    const table = this.#table;
    const values = this.#values;
    const service = this.#service;
    const gpuCount = table.gpu_count ?? values.gpu_count?.value ?? (service.requiresGpu ? 1 : 0);
    if (gpuCount > 0) return { gpuCount, gpuType: table.gpu_type ?? values.gpu_type?.value ?? null };
    if (table.gpu_type !== undefined && table.gpu_count === undefined) {
      const message = '`gpu_type` has no effect without `gpu_count`.';
      this.#report('warning', ['gpu_type'], 'no-effect', message, 'Add `gpu_count = 1`.', 'key');
    }
    return { gpuCount, gpuType: null };
  }

  #spot(): boolean {
    const table = this.#table;
    const values = this.#values;
    const service = this.#service;
    const provider = this.#provider;
    if (table.spot === true && !hasSpot(provider)) {
      this.#error(
        ['spot'],
        'no-spot',
        `\`${provider}\` has no spot machines.`,
        `Remove the line, or choose another cloud: ${MACHINE_CLOUDS.filter(hasSpot).join(', ')}.`,
      );
    }
    const allowed = values.allow_spot?.value ?? service.allowSpot ?? false;
    return table.spot ?? (allowed && hasSpot(provider));
  }

  #expireItself(ttlSeconds: number | null): boolean {
    const table = this.#table;
    if (table.expire_itself === true && ttlSeconds === null && table.ttl === undefined) {
      const message = 'A machine without a `ttl` cannot expire.';
      this.#error(['expire_itself'], 'missing-key', message, 'Add `ttl = "7d"`, or another time.');
    }
    return table.expire_itself ?? false;
  }

  #error(path: TomlPath, code: string, message: string, hint: string): void {
    this.#report('error', path, code, message, hint);
  }

  /** Returns a reporter of problems below a key of the table, or anywhere in it. */
  #reportAt(...key: TomlPath): Report {
    return (severity, below, ...rest) => this.#report(severity, [...key, ...below], ...rest);
  }

  #report(...[severity, below, code, message, hint, part = 'value']: Parameters<Report>): void {
    const path = [...this.#source.path, ...below];
    const place = () => {
      const { text, ...bare } = this.#source.from.document.place(path, part);
      // The line of a secret must not be shown.
      return code === 'literal-secret' || text === undefined ? bare : { ...bare, text };
    };
    this.#source.problems.add(severity, { code, message, hint, place });
  }
}

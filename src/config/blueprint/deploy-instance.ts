import type { CloudProvider } from '../../clouds';
import { environmentHint } from './blueprint';
import type { Blueprint, DeployTables, Environment } from './blueprint';
import { defaultProfile } from './blueprint-numbers';
import type { ResourceValues } from './blueprint-numbers';
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
import { readGpu, readRegion, readSize, readSpot } from './deploy-machine';
import type { WrittenMachine } from './deploy-machine';
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
    const written: WrittenMachine = { table, values, service, provider: this.#provider };
    const report = this.#reportAt();
    const { cpu, memoryGb, storageGb } = readSize(written, profile, report);
    const { gpuCount, gpuType } = readGpu(written, report);
    const publicIp = table.public_ip ?? values.public_ip?.value ?? service.publicIp ?? true;
    const env = readEnvVars(document, [...path, 'env'], table.env, problems);
    checkLimits({ table, env, publicIp }, this.#provider, report);
    const region = readRegion(written, report);
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
      spot: readSpot(written, report),
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

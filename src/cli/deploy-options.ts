import { Option } from 'clipanion';
import { MACHINE_CLOUDS } from '../clouds';
import { HelixError } from '../errors';
import type { CloudConfig } from '../config/cloud-toml/cloud-config';
import type { WantedDeployment } from '../workflows/deploy/deployment-keys';
import { findProvider } from '../workflows/deploy/find-provider';
import { durationOption } from './helix-command';
import { machineSpec } from './machine-options';
import type { MachineOptions } from './machine-options';
import { optionGroup } from './option-group';
import { portOption } from './local-options';

/** The options of a deploy beside those that describe the machine itself, as they were typed. */
export interface DeployOptions {
  readonly provider: string | undefined;
  readonly autoSelect: boolean;
  readonly region: string | undefined;
  readonly image: string | undefined;
  readonly port: readonly string[];
  readonly ttl: string | undefined;
}

/** Declares the options of a deploy, as one property of a command. */
export function deployOptions(): DeployOptions {
  return optionGroup<DeployOptions>({
    provider: Option.String('--provider', {
      description: `The cloud: ${MACHINE_CLOUDS.join(', ')}, or an account of cloud.toml`,
    }),
    autoSelect: Option.Boolean('--auto-select', false, {
      description: 'Choose the cheapest machine that fits, among the clouds that [policy] allows',
    }),
    region: Option.String('--region', { description: 'Region, as the provider names it' }),
    image: Option.String('--image', {
      description: 'Image that the machine runs; default: one that is built',
    }),
    port: Option.Array('--port', [], {
      description: 'TCP port that is open to everyone; can be repeated',
    }),
    ttl: Option.String('--ttl', {
      description: 'Time to live, such as 12h or 7d, or never; default for a new machine: 24h',
    }),
  });
}

/** Whether any of the options was given. */
export function areGiven({ autoSelect, port, ...others }: DeployOptions, machine: MachineOptions): boolean {
  const values: readonly unknown[] = Object.values<unknown>({ ...others, ...machine });
  return autoSelect || port.length > 0 || values.some((value) => value !== undefined);
}

/** Returns the deployment that the options describe. @throws HelixError `usage` for an invalid one */
export function wantedDeployment(
  options: DeployOptions,
  machine: MachineOptions,
  environment: string | undefined,
  user: CloudConfig | null,
): WantedDeployment {
  const { provider, autoSelect, region, image, port, ttl } = options;
  if (autoSelect && (provider !== undefined || region !== undefined)) {
    const other = provider === undefined ? '--region' : '--provider';
    throw new HelixError('usage', `--auto-select chooses the place: omit ${other}`);
  }
  const named = provider === undefined ? null : findProvider(provider, user);
  return {
    provider: autoSelect ? { cloud: 'auto', account: null } : named,
    region: region ?? null,
    asked: machineSpec(machine),
    image: image ?? null,
    ports: port.map(portOption),
    environment: environment ?? null,
    ttl: ttlOption(ttl),
  };
}

function ttlOption(text: string | undefined): WantedDeployment['ttl'] {
  if (text === undefined) return null;
  return text === 'never' ? 'never' : { seconds: durationOption('--ttl', text) };
}

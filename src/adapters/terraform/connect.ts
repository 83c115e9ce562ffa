import { join } from 'node:path';
import type { SourceText } from '../../config/text/source-text';
import type { Clock } from '../../ports/clock';
import type { EngineSession } from '../../ports/ports';
import type { Random } from '../../ports/random';
import * as stacks from '../../../stacks';
import { ProcessTable } from '../host/process-table';
import type { Host } from '../host/host';
import { awsAccess } from './account';
import { childEnvironment } from './program/child-environment';
import { TerraformEngine } from './engine';
import type { TerraformAccess } from './engine';
import { providerFiles } from './providers/provider-files';
import { assertReachable } from './program/reachable';
import { Terraform } from './program/terraform';
import { TerraformCommands } from './program/terraform-command';
import { findTerraform } from './program/terraform-program';
import { WorkDirectory } from './stack/work-directory';

export interface TerraformWorld {
  readonly clock: Clock;
  readonly random: Random;
  readonly host: Host;
  /** The user's cloud.toml. */
  readonly userConfig: () => Promise<SourceText | null>;
}

/** The engine for machines and registries in clouds, for one run. Nothing is started before it is asked to look or act. */
export function terraformEngine(world: TerraformWorld, session: EngineSession): TerraformEngine {
  const { clock, random, host } = world;
  const { environment, home, hostname, pid, processExists, processes } = host;
  const table = new ProcessTable(hostname, pid, processExists);
  const commands = new TerraformCommands(processes);
  let access: Promise<TerraformAccess> | undefined;
  const found = async (): Promise<TerraformAccess> => {
    const program = await findTerraform(
      environment['PATH'] ?? '',
      commands,
      childEnvironment(environment, {}),
    );
    const { endpointUrl, environment: childVariables } = await awsAccess(await world.userConfig(), host);
    // Behind a proxy only the provider can tell.
    const isDirect = !Object.keys(childVariables).some((name) => /^https?_proxy$/i.test(name));
    if (endpointUrl !== null && isDirect) await assertReachable(endpointUrl);
    const files = await providerFiles(session.root, environment, home, { table, clock, random });
    return {
      terraform: new Terraform({ commands, program, environment: childVariables, files }),
      endpointUrl,
    };
  };
  const directory = join(session.root, '.helix', 'terraform', session.workspace);
  return new TerraformEngine({
    stacks,
    access: () => (access ??= found()),
    session,
    variable: (name) => environment[name],
    directory: (name) => new WorkDirectory(join(directory, name)),
    clock,
    random,
    table,
    processes,
  });
}

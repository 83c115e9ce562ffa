import { join } from 'node:path';
import type { EngineSession } from '../../ports/engine';
import * as stacks from '../../../stacks';
import { ProcessTable } from '../host/process-table';
import type { EngineDeps } from '../engine-module';
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

/** Builds the engine for one run. Starts nothing: Terraform is found when the engine is first asked to observe or apply. */
export function connectEngine(
  session: EngineSession,
  { clock, random, host, userConfig }: EngineDeps,
): TerraformEngine {
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
    const { endpointUrl, environment: childVariables } = await awsAccess(await userConfig(), host);
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

import { join } from 'node:path';
import * as stacks from '../../../stacks';
import { requireCloudConfig } from '../../config/cloud-toml/require-cloud-config';
import type { EngineSession } from '../../ports/engine';
import type { EngineDeps } from '../engine-module';
import { callWith } from '../cloud-api/call-cloud';
import { fetchFrom } from '../http/node-fetch';
import { ProcessTable } from '../host/process-table';
import { resolveAccess } from './access';
import type { StackAccess } from './access';
import { TerraformEngine } from './engine';
import { childEnvironment } from './program/child-environment';
import { namedProgram } from './program/named-program';
import { assertReachable } from './program/reachable';
import { Terraform } from './program/terraform';
import { proveCredentials } from './prove-credentials';
import { TerraformCommands } from './program/terraform-command';
import { findTerraform } from './program/terraform-program';
import { openProviderFiles } from './providers/provider-files';
import { WorkDirectory } from './stack/work-directory';

/** Builds the engine for one run. Starts nothing: Terraform is found when the engine is first asked to observe or apply. */
export function connectEngine(
  session: EngineSession,
  { clock, random, host, userConfig }: EngineDeps,
): TerraformEngine {
  const { environment, home, hostname, pid, processExists, processes } = host;
  const table = new ProcessTable(hostname, pid, processExists);
  const commands = new TerraformCommands(processes);
  const program = once(async () =>
    findTerraform(
      namedProgram(environment, requireCloudConfig(await userConfig())),
      environment['PATH'] ?? '',
      commands,
      childEnvironment(environment, null),
    ),
  );
  const files = once(async () => {
    const { name } = await program();
    return openProviderFiles(session.root, name, environment, home, { table, clock, random });
  });
  const directory = join(session.root, '.helix', 'terraform', session.workspace);
  const fetch = fetchFrom(environment);
  return new TerraformEngine({
    fetch,
    stacks,
    openAccess: async ({ provider, account: name }): Promise<StackAccess> => {
      const found = await program();
      const cloud = stacks.terraformCloud(provider);
      const access = await resolveAccess(cloud, name, await userConfig(), host);
      const { account, settings, environment: variables } = access;
      const caller = { variables, endpointUrl: settings.endpointUrl, home, fetch };
      if (settings.endpointUrl !== null) await assertReachable(settings.endpointUrl, environment);
      return {
        terraform: new Terraform({ commands, program: found, environment: variables, files: await files() }),
        settings,
        call: callWith(cloud, caller),
        prove: async (region) =>
          proveCredentials(cloud, { ...caller, account, region, scope: settings.scope }),
      };
    },
    session,
    variable: (name) => environment[name],
    directory: (name) => new WorkDirectory(join(directory, name)),
    clock,
    random,
    table,
    processes,
  });
}

function once<T>(find: () => Promise<T>): () => Promise<T> {
  let found: Promise<T> | undefined;
  return () => (found ??= find());
}

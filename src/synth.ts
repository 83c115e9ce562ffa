import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { App, TerraformStack } from 'cdktf';
import { realPorts } from './adapters/real-ports';
import { settingsOf } from './adapters/terraform/access';
import { childEnvironment } from './adapters/terraform/program/child-environment';
import { thisHost } from './adapters/host/this-host';
import type { Ports } from './ports/ports';
import { loadProject } from './workflows/project/load-project';
import { sizeProject } from './workflows/project/size-project';
import { lower, stackName, stackOf, stackText, terraformCloud } from '../stacks/index';
import type { Lowered, StackRef } from '../stacks/index';

// The app in cdktf.json: `npx cdktf synth` writes the stacks that a first `helix apply` would give to Terraform. The
// project is the directory in `HELIX_PROJECT`, or `context.project` in cdktf.json.

/** A stack with the text of the engine: cdktf would write the same content in another form. */
class WrittenStack extends TerraformStack {
  constructor(scope: App, ref: StackRef, text: string) {
    super(scope, stackName(ref));
    this.synthesizer = {
      synthesize: ({ manifest, outdir }) => {
        const { synthesizedStackPath } = manifest.forStack(this);
        const file = join(outdir, synthesizedStackPath);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
      },
    };
  }
}

void main();

async function main(): Promise<void> {
  const app = new App();
  const context = app.node.tryGetContext('project') as unknown;
  const project = process.env['HELIX_PROJECT'] ?? (typeof context === 'string' ? context : '.');
  const host = thisHost(process, {
    helixVersion: 'cdktf',
    pricesDirectory: join(__dirname, '..', 'prices'),
    schemasDirectory: join(__dirname, '..', 'schemas'),
  });
  const ports = realPorts(host, () => undefined);
  const userConfig = await ports.userConfig();
  for (const { ref, lowered } of await buildStacks(ports, resolve(project))) {
    const cloud = terraformCloud(ref.provider);
    const variables = childEnvironment(host.environment, { cloud, credentials: {}, settings: {} });
    new WrittenStack(
      app,
      ref,
      stackText(ref, lowered, settingsOf(cloud, ref.account, userConfig, variables)),
    );
  }
  app.synth();
}

/** Builds the stacks of everything that a project declares for Terraform, as if nothing existed yet. */
async function buildStacks(
  ports: Ports,
  directory: string,
): Promise<{ readonly ref: StackRef; readonly lowered: Map<Lowered['helixAddress'], Lowered> }[]> {
  const request = { directory, workspace: 'default', environment: null, local: false };
  const loaded = await loadProject(ports, request);
  const { config, workspace, desired } = await sizeProject(ports, loaded, null, {
    mode: 'apply',
    reselect: false,
    approved: null,
  });
  const stacks = new Map<string, { ref: StackRef; lowered: Map<Lowered['helixAddress'], Lowered> }>();
  for (const resource of desired.resources) {
    if (resource.engine !== 'terraform') continue;
    const ref = stackOf(resource);
    const { lowered } = stacks.get(stackName(ref)) ?? { lowered: new Map() };
    stacks.set(stackName(ref), { ref, lowered });
    const run = { project: config.project.name, workspace, op: '' };
    // The expiry is a variable of the run.
    const expiresAt = resource.ttlSeconds === null ? null : '';
    lowered.set(resource.address, await lower({ ...resource, expiresAt }, run));
  }
  return [...stacks.values()];
}

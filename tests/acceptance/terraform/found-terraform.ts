import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aws } from '../../../stacks/aws';
import { foundProgram } from '../backends/found-program';
import { foundMirror } from './found-mirror';
import type { ProviderPackage } from './found-mirror';

/** The Terraform of this machine, told to take its providers from this machine as well. */
export class FoundTerraform {
  readonly program = foundProgram('terraform', 'https://developer.hashicorp.com/terraform/install');
  readonly #directory = mkdtempSync(join(tmpdir(), 'helix-terraform-'));
  /** The variables that both Helix and Terraform need. */
  readonly environment: Readonly<Record<string, string>>;

  /** Throws when a provider is not on this machine; without a list, the one of AWS is needed. */
  constructor(...providers: readonly [ProviderPackage, ...ProviderPackage[]] | readonly []) {
    const needed = providers.length === 0 ? [aws.provider] : providers;
    const file = join(this.#directory, 'terraform.rc');
    writeFileSync(file, `provider_installation {\n${needed.map(mirrorBlock).join('')}}\n`);
    // A fifth of the time that a provider takes to start is for collecting garbage.
    this.environment = { TF_CLI_CONFIG_FILE: file, CHECKPOINT_DISABLE: '1', GOGC: '400' };
  }

  remove(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

/** A provider is taken from its own mirror only. */
function mirrorBlock(provider: ProviderPackage): string {
  const { source, version } = provider;
  const mirror = foundMirror(provider);
  if (mirror === null) {
    throw new Error(
      `There is no provider ${source} ${version} on this machine: \`terraform providers mirror\` makes one.`,
    );
  }
  const include = JSON.stringify([`registry.terraform.io/${source}`]);
  return `  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n    include = ${include}\n  }\n`;
}

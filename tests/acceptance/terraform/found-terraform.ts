import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aws } from '../../../stacks/aws';
import { foundProgram } from '../backends/found-program';
import { foundMirror, REGISTRY } from './found-mirror';
import type { ProviderPackage } from './found-mirror';

/** The programs that apply blocks, and the registry from which each takes its providers. */
const PROGRAMS = {
  terraform: { registry: REGISTRY, from: 'https://developer.hashicorp.com/terraform/install' },
  tofu: { registry: 'registry.opentofu.org', from: 'https://opentofu.org/docs/intro/install/' },
};

/** The Terraform of this machine, or its OpenTofu, told to take its providers from this machine as well. */
export class FoundTerraform {
  readonly program: string;
  readonly #directory = mkdtempSync(join(tmpdir(), 'helix-terraform-'));
  /** The variables that both Helix and Terraform need. */
  readonly environment: Readonly<Record<string, string>>;

  /** Throws when the program or a provider is not on this machine. */
  constructor(
    needed: readonly ProviderPackage[] = [aws.provider],
    name: keyof typeof PROGRAMS = 'terraform',
  ) {
    const { registry, from } = PROGRAMS[name];
    this.program = foundProgram(name, from);
    const file = join(this.#directory, 'terraform.rc');
    const mirror = join(this.#directory, 'mirror');
    for (const provider of needed) linkProvider(provider, join(mirror, registry));
    writeFileSync(
      file,
      `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`,
    );
    this.environment = {
      ...(name !== 'terraform' && { HELIX_TERRAFORM: this.program }),
      TF_CLI_CONFIG_FILE: file,
      CHECKPOINT_DISABLE: '1',
      // A fifth of the time that a provider takes to start is for collecting garbage.
      GOGC: '400',
    };
  }

  remove(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

/** Both programs run the same packages: only the name of the registry differs. They follow links to packages only. */
function linkProvider(provider: ProviderPackage, registry: string): void {
  const { source, version } = provider;
  const mirror = foundMirror(provider);
  if (mirror === null) {
    throw new Error(
      `There is no provider ${source} ${version} on this machine: \`terraform providers mirror\` makes one.`,
    );
  }
  const [from, to] = [join(mirror, REGISTRY, source, version), join(registry, source, version)];
  mkdirSync(to, { recursive: true });
  for (const platform of readdirSync(from)) symlinkSync(join(from, platform), join(to, platform));
}

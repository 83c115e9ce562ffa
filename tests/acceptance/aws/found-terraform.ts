import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { aws } from '../../../stacks/aws';
import { foundProgram } from '../backends/found-program';

const { source, version } = aws.provider;
const PACKAGE = `registry.terraform.io/${source}/${version}`;
const USUAL = ['/usr/local/share/terraform/plugins', join(homedir(), '.terraform.d/plugins')];
/** Directories that other tests have installed, and may remove at any time. */
const OTHERS = ['-name', '.terraform', '-o', '-name', 'helix-*'];

/** The Terraform of this machine, told to take its providers from this machine as well. */
export class FoundTerraform {
  readonly program = foundProgram('terraform', 'https://developer.hashicorp.com/terraform/install');
  readonly #directory = mkdtempSync(join(tmpdir(), 'helix-terraform-'));
  /** The variables that both Helix and Terraform need. */
  readonly environment: Readonly<Record<string, string>>;

  constructor() {
    const file = join(this.#directory, 'terraform.rc');
    const path = JSON.stringify(mirror());
    writeFileSync(file, `provider_installation {\n  filesystem_mirror {\n    path = ${path}\n  }\n}\n`);
    // A fifth of the time that a provider takes to start is for collecting garbage.
    this.environment = { TF_CLI_CONFIG_FILE: file, CHECKPOINT_DISABLE: '1', GOGC: '400' };
  }

  remove(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

/** A directory laid out as a filesystem mirror that has the provider. */
function mirror(): string {
  const usual = USUAL.find((directory) => existsSync(join(directory, PACKAGE)));
  if (usual !== undefined) return usual;
  const { stdout } = spawnSync(
    'find',
    [
      '/',
      '-xdev',
      '(',
      ...OTHERS,
      ')',
      '-prune',
      '-o',
      '-type',
      'd',
      '-path',
      `*/${PACKAGE}`,
      '-print',
      '-quit',
    ],
    {
      encoding: 'utf8',
    },
  );
  const found = stdout.trim();
  if (found !== '') return found.slice(0, -PACKAGE.length);
  throw new Error(
    `There is no AWS provider ${version} on this machine: \`terraform providers mirror\` makes one.`,
  );
}

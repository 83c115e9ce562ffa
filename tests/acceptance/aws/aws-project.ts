import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TestProject } from '../../helix';
import type { Run } from '../../helix';
import type { FoundTerraform } from '../terraform/found-terraform';
import type { Moto } from './moto';

const EXAMPLE = join(__dirname, '../../../examples/blueprint-aws');
/** The secret that the example's machine is given; it must be seen nowhere but in its parameter. */
export const SECRET = 'feed-s3cr3t-value';
/** The part of the example that needs Terraform alone. */
export const TARGETS = ['production', 'preview', 'registry_repo.images'].flatMap((name) => [
  '--target',
  name,
]);

/** The AWS example, on a machine whose `cloud.toml` sends everything to moto. */
export class AwsProject extends TestProject {
  readonly #terraform: FoundTerraform;

  constructor(moto: Moto, terraform: FoundTerraform) {
    super(
      {},
      {
        ...terraform.environment,
        AWS_ACCESS_KEY_ID: 'AKIATEST',
        AWS_SECRET_ACCESS_KEY: 'test',
        FEED_TOKEN: SECRET,
      },
    );
    this.#terraform = terraform;
    cpSync(EXAMPLE, this.directory, { recursive: true });
    // Its image is built and pushed where there is a Docker engine: that has tests of its own.
    this.write('helix.toml', this.read('helix.toml').replace(/^dockerfile = .*\n/m, ''));
    this.cloud(`endpoint_url = "${moto.url}"`);
    // Nothing listens at the addresses of its machines.
    this.write('Blueprint.toml', this.read('Blueprint.toml').replace(/\[blueprint\.health\][^[]*/, ''));
  }

  /** Writes the table `[providers.aws]` of the user's `cloud.toml`. */
  cloud(table: string): void {
    const file = join(this.home, '.config/helix/cloud.toml');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `[providers.aws]\n${table}\n`);
  }

  apply(...words: readonly string[]): Promise<Run> {
    return this.run(['apply', '--auto-approve', ...TARGETS, ...words]);
  }

  /** The work directories of Terraform. */
  stacks(): readonly string[] {
    const root = join(this.directory, '.helix/terraform/default');
    return existsSync(root) ? readdirSync(root).map((name) => join(root, name)) : [];
  }

  /** `terraform plan` in a work directory as Helix left it: null when it has nothing to do, else what it says. */
  terraformPlan(stack: string): string | null {
    const { status, stdout, stderr } = spawnSync(
      this.#terraform.program,
      ['plan', '-input=false', '-no-color', '-detailed-exitcode'],
      { cwd: stack, env: this.environment(), encoding: 'utf8' },
    );
    return status === 0 ? null : `${stdout}${stderr}`;
  }
}

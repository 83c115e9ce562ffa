import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { TestProject } from '../../helix';
import type { FoundTerraform } from '../terraform/found-terraform';
import type { StandIn } from '../stand-in/stand-in';
import { TOKEN } from './cloud/digitalocean-cloud';

const EXAMPLE = join(__dirname, '../../../examples/blueprint-digitalocean');

/** The DigitalOcean example, on a machine whose `cloud.toml` sends everything to the stand-in. */
export class DigitalOceanProject extends TestProject {
  readonly #terraform: FoundTerraform;

  /** `table`: a `[deploy.api]` in place of the example. */
  constructor(standIn: StandIn, terraform: FoundTerraform, table: string | null = null, token = TOKEN) {
    super({}, { ...terraform.environment, DIGITALOCEAN_TOKEN: token });
    this.#terraform = terraform;
    if (table === null) cpSync(EXAMPLE, this.directory, { recursive: true });
    else this.write('helix.toml', `[project]\nname = "p"\n[deploy.api]\n${table}`);
    const file = join(this.home, '.config/helix/cloud.toml');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `[providers.digitalocean]\nendpoint_url = "${standIn.url}"\n`);
    // Nothing listens at the addresses of its machines.
    if (table === null)
      this.write('Blueprint.toml', this.read('Blueprint.toml').replace(/\[blueprint\.health\][^[]*/, ''));
  }

  /** `terraform plan` in the work directory as Helix left it: null when it has nothing to do, else its output. */
  async planByTerraform(): Promise<string | null> {
    const root = join(this.directory, '.helix/terraform/default');
    const [stack = ''] = readdirSync(root);
    return new Promise((resolve) => {
      const words = ['plan', '-input=false', '-no-color', '-detailed-exitcode'];
      const options = { cwd: join(root, stack), env: this.environment() };
      execFile(this.#terraform.program, words, options, (error, stdout, stderr) =>
        resolve(error === null ? null : `${stdout}${stderr}`),
      );
    });
  }
}

import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TestProject } from '../../helix';
import type { Certificates } from '../hosts/certificates';
import type { StandIn } from '../stand-in/stand-in';
import type { FoundTerraform } from '../terraform/found-terraform';

const EXAMPLE = join(__dirname, '../../../examples/blueprint-azure');
/** The secret that the example's machine is given; it must be seen nowhere but in the user data of that machine. */
export const SECRET = 'feed-s3cr3t-value';
export const SUBSCRIPTION = '11111111-2222-3333-4444-555555555555';

/** The place of the stand-in, and the Terraform that is led there. */
export interface AzureWorld {
  readonly standIn: StandIn;
  readonly certificates: Certificates;
  readonly terraform: FoundTerraform;
}

/** The Azure example, on a machine whose `cloud.toml` sends everything to the stand-in. */
export class AzureProject extends TestProject {
  readonly #terraform: FoundTerraform;

  constructor({ standIn, certificates, terraform }: AzureWorld) {
    super(
      {},
      {
        ...terraform.environment,
        SSL_CERT_FILE: certificates.ca,
        NODE_EXTRA_CA_CERTS: certificates.ca,
        ARM_TENANT_ID: '11111111-2222-3333-4444-666666666666',
        ARM_CLIENT_ID: '11111111-2222-3333-4444-777777777777',
        ARM_CLIENT_SECRET: 'client-s3cr3t-value',
        FEED_TOKEN: SECRET,
      },
    );
    this.#terraform = terraform;
    cpSync(EXAMPLE, this.directory, { recursive: true });
    // Nothing listens at the addresses of its machines.
    this.write('Blueprint.toml', this.read('Blueprint.toml').replace(/\[blueprint\.health\][^[]*/, ''));
    const file = join(this.home, '.config/helix/cloud.toml');
    mkdirSync(dirname(file), { recursive: true });
    const account = `subscription_id = "${SUBSCRIPTION}"\nendpoint_url = "${standIn.url}"\n`;
    writeFileSync(file, `[providers.azure]\n${account}`);
  }

  /** The work directories of Terraform. */
  stacks(): readonly string[] {
    const root = join(this.directory, '.helix/terraform/default');
    return existsSync(root) ? readdirSync(root).map((name) => join(root, name)) : [];
  }

  /** Runs `terraform plan` in a work directory as Helix left it: null when it has nothing to do, else its output. */
  planWithTerraform(stack: string): Promise<string | null> {
    const words = ['plan', '-input=false', '-no-color', '-detailed-exitcode'];
    const options = { cwd: stack, env: { ...this.environment(), ARM_SUBSCRIPTION_ID: SUBSCRIPTION } };
    return new Promise((resolve) => {
      execFile(this.#terraform.program, words, options, (error, stdout, stderr) => {
        resolve(error === null ? null : `${stdout}${stderr}`);
      });
    });
  }
}

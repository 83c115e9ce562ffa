import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TestProject } from '../../helix';
import type { ForwardProxy } from '../hosts/forward-proxy';
import type { StandIn } from '../stand-in/stand-in';
import type { FoundTerraform } from '../terraform/found-terraform';
import { PROJECT, TOKEN } from './cloud/google-cloud';

/** The secret that a machine is given; it must be seen nowhere but in Secret Manager. */
export const SECRET = 'feed-s3cr3t-value';

/** A project on a host whose `cloud.toml` sends everything of Google to the stand-in. */
export class GoogleProject extends TestProject {
  readonly #terraform: FoundTerraform;

  constructor(standIn: StandIn, proxy: ForwardProxy, terraform: FoundTerraform, tables: string) {
    super(
      { 'helix.toml': `[project]\nname = "price-feed"\n${tables}` },
      {
        ...terraform.environment,
        GOOGLE_OAUTH_ACCESS_TOKEN: TOKEN,
        FEED_TOKEN: SECRET,
        // The provider asks Google who it is, wherever everything else is sent.
        HTTPS_PROXY: proxy.url,
      },
    );
    this.#terraform = terraform;
    const file = join(this.home, '.config/helix/cloud.toml');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `[providers.google]\nendpoint_url = "${standIn.url}"\nproject_id = "${PROJECT}"\n`);
  }

  /** The work directories of Terraform. */
  stacks(): readonly string[] {
    const root = join(this.directory, '.helix/terraform/default');
    return existsSync(root) ? readdirSync(root).map((name) => join(root, name)) : [];
  }

  /** `terraform plan` in a work directory as Helix left it: null when it has nothing to do, else its output. */
  async planByTerraform(stack: string): Promise<string | null> {
    const words = ['plan', '-input=false', '-no-color', '-detailed-exitcode'];
    return new Promise((resolve) => {
      execFile(
        this.#terraform.program,
        words,
        { cwd: stack, env: this.environment() },
        (failure, stdout, stderr) => resolve(failure === null ? null : `${stdout}${stderr}`),
      );
    });
  }
}

/** One machine that opens one port: the `[deploy.NAME]` table of it. */
export function machine(name: string, more = ''): string {
  return `
[deploy.${name}]
provider = "google"
region = "us-east1"
image = "docker.io/library/nginx:1.27"
cpu = 2
memory_gb = 2
storage_gb = 20
ports = [80]
env = { LEVEL = "debug" }
${more}
`;
}

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TerraformAction, TerraformAddress } from '../../../../stacks';
import type { JsonObject } from '../../../../src/values/json';

/** One directory with a stack that the real Terraform plans and applies. */
export class TerraformStack {
  readonly #environment: Readonly<Record<string, string>>;

  readonly #directory = mkdtempSync(join(tmpdir(), 'helix-behaviour-'));

  constructor(environment: Readonly<Record<string, string>>) {
    this.#environment = environment;
  }

  writeVariables(variables: JsonObject): void {
    writeFileSync(join(this.#directory, 'helix.auto.tfvars.json'), JSON.stringify(variables));
  }

  async init(text: string): Promise<void> {
    this.#write(text);
    await this.runTerraform('init', '-input=false', '-no-color');
  }

  async apply(text: string): Promise<void> {
    this.#write(text);
    await this.runTerraform('apply', '-auto-approve', '-input=false', '-no-color', '-parallelism=30');
  }

  /** Returns the action that Terraform plans for each address, without those that it leaves alone. */
  async planAgain(text: string): Promise<ReadonlyMap<TerraformAddress, TerraformAction>> {
    this.#write(text);
    const said = await this.runTerraform('plan', '-json', '-input=false', '-refresh=false');
    const messages = said
      .split('\n')
      .flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Message] : []));
    return new Map(
      messages.flatMap(({ type, change }) =>
        type === 'planned_change' && change !== undefined ? [[change.resource.addr, change.action]] : [],
      ),
    );
  }

  remove(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #write(text: string): void {
    writeFileSync(join(this.#directory, 'main.tf.json'), text);
  }

  async runTerraform(...words: string[]): Promise<string> {
    const options = { cwd: this.#directory, env: this.#environment, maxBuffer: 1 << 28 };
    try {
      return (await promisify(execFile)('terraform', words, options)).stdout;
    } catch (cause) {
      const { stdout = '', stderr = '' } = cause as { stdout?: string; stderr?: string };
      throw new Error(`terraform ${words.join(' ')}: ${stderr}${stdout.slice(-4000)}`, { cause });
    }
  }
}

interface Message {
  readonly type: string;
  readonly change?: { readonly resource: { readonly addr: string }; readonly action: TerraformAction };
}

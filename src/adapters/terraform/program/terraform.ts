import { initialise, isUninitialised } from '../providers/initialise';
import type { ProviderFiles } from '../providers/initialise';
import { readPlan } from '../stack/planned-changes';
import type { TerraformPlan } from '../stack/planned-changes';
import type { WorkDirectory } from '../stack/work-directory';
import { documentIn } from './document-in';
import { TerraformFailure } from './failure';
import { errorsIn } from './messages';
import type { TerraformMessage } from './messages';
import type { PausedCommand, TerraformCommands, TerraformExit } from './terraform-command';
import type { TerraformProgram } from './terraform-program';

/** The file of a plan for the apply that may follow. */
const PLAN_FILE = 'helix.tfplan';

export interface PlanRequest {
  /** Addresses to replace. */
  readonly replace?: readonly string[];
  /** The only addresses to plan; null: the whole stack. */
  readonly only?: readonly string[] | null;
  readonly file?: string;
  /** Whether Terraform locks its state, which a plan that is never applied does not need. */
  readonly lock?: boolean;
}

/** Terraform on this host, run in work directories with the credentials of one account. */
export class Terraform {
  readonly #commands: TerraformCommands;
  readonly #program: TerraformProgram;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #files: ProviderFiles;

  constructor(options: {
    commands: TerraformCommands;
    program: TerraformProgram;
    environment: Readonly<Record<string, string>>;
    files: ProviderFiles;
  }) {
    this.#commands = options.commands;
    this.#program = options.program;
    this.#environment = options.environment;
    this.#files = options.files;
  }

  /** The same Terraform with more variables, for the secrets of one run. */
  with(variables: Readonly<Record<string, string>>): Terraform {
    return new Terraform({
      commands: this.#commands,
      program: this.#program,
      environment: { ...this.#environment, ...variables },
      files: this.#files,
    });
  }

  /**
   * Plans the stack in a work directory, and reads the plan. Installs missing providers first.
   * @throws TerraformFailure, or the reason of `signal`
   */
  async plan(
    directory: WorkDirectory,
    { replace = [], only = null, file = PLAN_FILE, lock = true }: PlanRequest,
    signal?: AbortSignal,
  ): Promise<TerraformPlan> {
    const flags = [
      '-input=false',
      '-no-color',
      '-json',
      `-out=${file}`,
      lock ? '-lock-timeout=60s' : '-lock=false',
      ...replace.map((address) => `-replace=${address}`),
      ...(only ?? []).map((address) => `-target=${address}`),
    ];
    await this.#files.restore(directory);
    let exit = await this.#run(directory, ['plan', ...flags], signal);
    // Repeated, because another process may be installing the same package into the cache at this moment.
    for (let left = 3; left > 0 && exit.code !== 0 && isUninitialised(errorsIn(exit.messages)); left -= 1) {
      await this.#initialise(directory, signal);
      exit = await this.#run(directory, ['plan', ...flags], signal);
    }
    assertSucceeded('plan', exit);
    const shown = await this.#run(directory, ['show', '-json', '-no-color', file], signal);
    assertSucceeded('show', shown);
    return readPlan(documentIn(shown.text, this.#program.path));
  }

  /** Prepares to apply a plan; the command waits for `begin`. */
  apply(
    directory: WorkDirectory,
    onMessage: (message: TerraformMessage) => void,
    file = PLAN_FILE,
  ): Promise<PausedCommand> {
    const words = ['apply', '-input=false', '-no-color', '-json', '-lock-timeout=60s', file];
    return this.#commands.startPaused(this.#command(directory, words), onMessage);
  }

  /** Imports an object into Terraform's state. Returns false if nothing has that id. */
  async import(
    directory: WorkDirectory,
    address: string,
    id: string,
    signal?: AbortSignal,
  ): Promise<boolean> {
    const words = ['import', '-input=false', '-no-color', '-lock-timeout=60s', address, id];
    const exit = await this.#run(directory, words, signal);
    if (exit.code === 0) return true;
    if (/non-existent remote object/.test(exit.stderr)) return false;
    throw new TerraformFailure('import', errorsIn(exit.messages), exit.stderr);
  }

  /** Keeps an object whose creation failed half-way: the next plan does not replace it. */
  async untaint(directory: WorkDirectory, address: string): Promise<void> {
    assertSucceeded(
      'untaint',
      await this.#run(directory, ['untaint', '-no-color', '-lock-timeout=60s', address]),
    );
  }

  /** Removes objects from Terraform's state; they stay as they are. */
  async forget(directory: WorkDirectory, addresses: readonly string[]): Promise<void> {
    const words = ['state', 'rm', '-lock-timeout=60s', ...addresses];
    assertSucceeded('state rm', await this.#run(directory, words));
  }

  async #initialise(directory: WorkDirectory, signal?: AbortSignal): Promise<void> {
    const run = (words: readonly string[]) => this.#run(directory, words, signal);
    await initialise(directory, run, this.#files, signal);
  }

  #run(directory: WorkDirectory, words: readonly string[], signal?: AbortSignal): Promise<TerraformExit> {
    return this.#commands.run(this.#command(directory, words), signal);
  }

  #command(directory: WorkDirectory, words: readonly string[]) {
    return {
      words: [this.#program.path, ...words] as const,
      cwd: directory.path,
      environment: { ...this.#environment, ...this.#files.variables, TF_DATA_DIR: directory.data },
    };
  }
}

function assertSucceeded(command: string, { code, messages, stderr }: TerraformExit): void {
  if (code !== 0) throw new TerraformFailure(command, errorsIn(messages), stderr);
}

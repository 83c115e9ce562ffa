import { initialise, isUninitialised } from '../providers/initialise';
import type { ProviderFiles } from '../providers/initialise';
import { TerraformFailure } from './failure';
import { errorsIn } from './messages';
import type { TerraformMessage } from './messages';
import { readPlan } from '../stack/planned-changes';
import type { TerraformPlan } from '../stack/planned-changes';
import type { HeldCommand, TerraformCommands, TerraformEnd } from './terraform-command';
import type { TerraformProgram } from './terraform-program';
import type { WorkDirectory } from '../stack/work-directory';

/** Where a plan is kept for the apply that may follow. */
const PLAN_FILE = 'helix.tfplan';

export interface PlanRequest {
  readonly replace?: readonly string[];
  /** null: the whole stack. */
  readonly only?: readonly string[] | null;
  readonly file?: string;
  /** Looks alone: takes no lock on Terraform's state. */
  readonly lock?: boolean;
}

/** The Terraform of this machine, run in work directories with the environment that a stack needs. */
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

  /** The same, with variables that reach this child alone: secrets. */
  with(variables: Readonly<Record<string, string>>): Terraform {
    return new Terraform({
      commands: this.#commands,
      program: this.#program,
      environment: { ...this.#environment, ...variables },
      files: this.#files,
    });
  }

  /**
   * Plans what lies in a work directory, and reads the plan. Installs providers first where they are missing.
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
    await this.#files.bring(directory);
    let end = await this.#run(directory, ['plan', ...flags], signal);
    // More than once, for somebody may be installing the same package into the cache at this moment.
    for (let left = 3; left > 0 && end.code !== 0 && isUninitialised(errorsIn(end.messages)); left -= 1) {
      await this.#initialise(directory, signal);
      end = await this.#run(directory, ['plan', ...flags], signal);
    }
    assertEnded('plan', end);
    const shown = await this.#run(directory, ['show', '-json', '-no-color', file], signal);
    assertEnded('show', shown);
    return readPlan(shown.text);
  }

  /** Starts to apply a plan that was made; it waits until it is let go. */
  apply(
    directory: WorkDirectory,
    onMessage: (message: TerraformMessage) => void,
    file = PLAN_FILE,
  ): Promise<HeldCommand> {
    const words = ['apply', '-input=false', '-no-color', '-json', '-lock-timeout=60s', file];
    return this.#commands.hold(this.#command(directory, words), onMessage);
  }

  /** Takes what exists into Terraform's state. False when nothing has that id. */
  async import(
    directory: WorkDirectory,
    address: string,
    id: string,
    signal?: AbortSignal,
  ): Promise<boolean> {
    const words = ['import', '-input=false', '-no-color', '-lock-timeout=60s', address, id];
    const end = await this.#run(directory, words, signal);
    if (end.code === 0) return true;
    if (/non-existent remote object/.test(end.complaints)) return false;
    throw new TerraformFailure('import', errorsIn(end.messages), end.complaints);
  }

  /** What was created, but not to its end, is kept. */
  async untaint(directory: WorkDirectory, address: string): Promise<void> {
    assertEnded(
      'untaint',
      await this.#run(directory, ['untaint', '-no-color', '-lock-timeout=60s', address]),
    );
  }

  /** Terraform forgets about objects; they stay as they are. */
  async forget(directory: WorkDirectory, addresses: readonly string[]): Promise<void> {
    const words = ['state', 'rm', '-lock-timeout=60s', ...addresses];
    assertEnded('state rm', await this.#run(directory, words));
  }

  async #initialise(directory: WorkDirectory, signal?: AbortSignal): Promise<void> {
    const run = (words: readonly string[]) => this.#run(directory, words, signal);
    await initialise(directory, run, this.#files, signal);
  }

  #run(directory: WorkDirectory, words: readonly string[], signal?: AbortSignal): Promise<TerraformEnd> {
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

function assertEnded(command: string, { code, messages, complaints }: TerraformEnd): void {
  if (code !== 0) throw new TerraformFailure(command, errorsIn(messages), complaints);
}

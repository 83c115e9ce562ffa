import type { StackRef, Lowered } from '../../../stacks/lowered';
import { stackName } from '../../../stacks/lowered';
import { HelixError } from '../../errors';
import type { Clock } from '../../ports/clock';
import type {
  Engine,
  EngineContext,
  EngineSession,
  MemberResult,
  Observation,
  ToolChange,
} from '../../ports/engine';
import type { Random } from '../../ports/random';
import type { OpenEntry, OpenMember, ResourceRecord, State } from '../../state/state';
import type { Address } from '../../values/resource';
import type { ProcessTable } from '../host/process-table';
import { appliedRun, refusedResults } from './apply/apply-run';
import { batchesOf, stepsOf } from './stack/batch-runs';
import type { StackStep } from './stack/batch-runs';
import { deviationsIn, deviationText } from './stack/deviations';
import { asHelixError, resourceError, TerraformFailure } from './program/failure';
import { healthyResults } from './apply/healthy-results';
import { MemorySlots } from './stack/memory-semaphore';
import { untouchedResult } from './apply/member-results';
import { observedStack } from './observe/observe-stack';
import type { TerraformPlan } from './stack/planned-changes';
import type { Processes } from './program/processes';
import { completed } from './recovery/completed-state';
import { recoveredBatch } from './recovery/recovery';
import { GrowingNotes, notesOf } from './apply/run-notes';
import type { BatchNotes } from './apply/run-notes';
import { recordedLowered, stackRun } from './stack/stack-run';
import type { StackRun } from './stack/stack-run';
import type { Stacks } from './stack/stacks';
import { planFile, SCRATCH, StepPlans } from './stack/step-plans';
import type { PlannedStep } from './stack/step-plans';
import type { Terraform } from './program/terraform';
import { Turns } from './stack/keyed-mutex';
import type { WorkDirectory } from './stack/work-directory';

/** A Terraform that can be used, and how it reaches the cloud. */
export interface TerraformAccess {
  readonly terraform: Terraform;
  readonly endpointUrl: string | null;
}

export interface TerraformEngineOptions {
  readonly stacks: Stacks;
  /** Finds Terraform and the credentials; the same ones each time. */
  readonly access: () => Promise<TerraformAccess>;
  readonly session: Pick<
    EngineSession,
    'project' | 'workspace' | 'state' | 'lineage' | 'secretByFingerprint'
  >;
  /** The value of an environment variable that a secret refers to. */
  readonly variable: (name: string) => string | undefined;
  /** Work directories by stack name. */
  readonly directory: (name: string) => WorkDirectory;
  readonly clock: Clock;
  readonly random: Random;
  readonly table: ProcessTable;
  readonly processes: Processes;
  readonly slots?: MemorySlots;
}

type Member = Omit<OpenMember, 'key'>;

/** Machines and registries in clouds, through Terraform and its providers. */
export class TerraformEngine implements Engine {
  readonly name = 'terraform';
  readonly #options: TerraformEngineOptions;
  readonly #slots: MemorySlots;
  readonly #turns = new Turns();
  readonly #lowered = new Map<string, Lowered>();
  readonly #plans: StepPlans;

  constructor(options: TerraformEngineOptions) {
    this.#options = options;
    this.#slots = options.slots ?? new MemorySlots();
    this.#plans = new StepPlans({
      run: (step) => this.#run(step),
      directory: options.directory,
      scratch: (name) => this.#scratch(name),
    });
  }

  async check(): Promise<void> {
    await this.#options.access();
  }

  batches<M extends Member>(members: readonly M[]): readonly (readonly M[])[] {
    return batchesOf(this.#options.stacks, members);
  }

  /** Plans every stack, all of them before anything is touched, and refuses what would come out otherwise. */
  async prepare(members: readonly Member[]): Promise<readonly ToolChange[]> {
    const { stacks } = this.#options;
    const plans = this.batches(members).map(async (batch) => {
      const prepared: PlannedStep[] = [];
      for (const step of stepsOf(stacks, batch, await this.#targetsOf(batch, null))) {
        prepared.push(await this.#slots.use(() => this.#plans.prepare(step)));
      }
      return prepared;
    });
    const settled = await Promise.allSettled(plans);
    for (const one of settled) if (one.status === 'rejected') throw asHelixError(one.reason);
    const steps = settled.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
    const deviations = steps.flatMap(({ run, plan }) => deviationsIn(run, plan).map(deviationText));
    if (deviations.length === 0) return steps.flatMap(({ run, plan }) => toolChanges(run, plan));
    throw new HelixError(
      'refused',
      `Terraform would do otherwise than the plan says; nothing was changed.\n${deviations.map((line) => `  ${line}`).join('\n')}`,
      { hint: '`helix plan --refresh` shows what is there and plans from it: approve that plan.' },
    );
  }

  async observe(records: readonly ResourceRecord[]): Promise<ReadonlyMap<Address, Observation>> {
    const { stacks, session } = this.#options;
    const state = session.state();
    const refs = new Map<string, StackRef>();
    for (const record of records) {
      if (recordedLowered(record) === null) continue;
      const ref = stacks.stackOf(record);
      refs.set(stackName(ref), ref);
    }
    if (state === null || refs.size === 0) return new Map();
    const { endpointUrl, terraform } = await this.#options.access();
    const looks = [...refs].map(([name, ref]) =>
      this.#slots.use(async () => {
        const run = stackRun(stacks, ref, [], state, { endpointUrl, lineage: session.lineage() });
        const here = records.filter((record) => stackName(stacks.stackOf(record)) === name);
        return observedStack(run, here, { terraform, directory: this.#scratch(name) });
      }),
    );
    try {
      return new Map((await Promise.all(looks)).flatMap((seen) => [...seen]));
    } catch (error) {
      throw asHelixError(error);
    }
  }

  async apply(entry: OpenEntry, context: EngineContext): Promise<readonly MemberResult[]> {
    const { stacks } = this.#options;
    const targets = await this.#targetsOf(entry.members, notesOf(entry));
    const notes = new GrowingNotes(targets, context);
    const results = new Map<Address, MemberResult>();
    for (const { ref, members } of stepsOf(stacks, entry.members, targets)) {
      // What could not leave the one place does not begin in the other.
      const ready = members.filter(({ address }) => results.get(address)?.outcome !== 'failed');
      if (ready.length === 0) continue;
      const step = { ref, members: ready };
      for (const result of await this.#inTurn(ref, () => this.#carryOut(step, entry, notes, context))) {
        results.set(result.address, result);
      }
    }
    return healthyResults([...results.values()], entry.members, context, this.#options.clock);
  }

  async probe(entry: OpenEntry, context: EngineContext | null): Promise<readonly MemberResult[]> {
    if (context === null) {
      const error = { kind: 'failed', message: 'it is found out by the next apply' } as const;
      return entry.members.map(({ address }) => ({ address, outcome: 'failed', existing: 'unknown', error }));
    }
    const { stacks, session, clock, table, processes } = this.#options;
    const { terraform, endpointUrl } = await this.#options.access();
    return recoveredBatch(entry, context, {
      stacks,
      clock,
      table,
      processes,
      terraform,
      endpointUrl,
      state: () => stateOf(session),
      lineage: session.lineage(),
      directory: this.#options.directory,
    });
  }

  async #carryOut(
    step: StackStep,
    entry: OpenEntry,
    notes: GrowingNotes,
    context: EngineContext,
  ): Promise<readonly MemberResult[]> {
    const untouched = (error: Parameters<typeof untouchedResult>[1]) =>
      step.members.flatMap(({ address }) => {
        const member = entry.members.find((one) => one.address === address);
        return member === undefined ? [] : [untouchedResult(member, error)];
      });
    const { stacks, session, clock, table } = this.#options;
    try {
      const { endpointUrl } = await this.#options.access();
      const { run, plan, directory, terraform } = await this.#plans.planned(step, context.stopping);
      const refusal = refusedResults(run, plan);
      if (refusal !== null) return untouched(refusal);
      context.assertHeld();
      return await appliedRun(run, plan, planFile(step), {
        terraform,
        directory,
        context,
        table,
        clock,
        begun: (process) => notes.begun(run, process, clock.now().toISOString()),
        owner: entry.id,
        findLost: async (members, state, isSure) => {
          await directory.writeState(state?.text ?? null);
          return completed(step.ref, members, state, {
            stacks,
            clock,
            terraform,
            endpointUrl,
            directory,
            context,
            lineage: session.lineage(),
            since: isSure ? null : clock.now().getTime(),
          });
        },
      });
    } catch (error) {
      if (context.stopping.aborted && !(error instanceof HelixError)) {
        return untouched({ kind: 'cancelled', message: 'interrupted before Terraform began' });
      }
      if (error instanceof TerraformFailure) return untouched(resourceError(error.message));
      throw error;
    }
  }

  async #run(step: StackStep): Promise<{ run: StackRun; terraform: Terraform }> {
    const { stacks, session } = this.#options;
    const { endpointUrl, terraform } = await this.#options.access();
    const settings = { endpointUrl, lineage: session.lineage() };
    const run = stackRun(stacks, step.ref, step.members, stateOf(session), settings);
    return { run, terraform: terraform.with(this.#secretVariables(run.secrets)) };
  }

  /** The blocks of what is created or changed: as noted when it was begun, as prepared, or made now. */
  async #targetsOf(members: readonly Member[], notes: BatchNotes | null): Promise<Map<Address, Lowered>> {
    const { stacks, session, random } = this.#options;
    const { project, workspace } = session;
    const targets = new Map<Address, Lowered>();
    for (const { address, action, target, prior } of members) {
      if (target === null) continue;
      const key = `${action} ${address} ${target.inputsDigest} ${target.expiresAt ?? ''}`;
      const known = notes?.targets[address] ?? this.#lowered.get(key);
      const recorded = action === 'update' ? recordedLowered(prior)?.op : undefined;
      const op = recorded ?? random.uuid();
      const lowered = known ?? (await stacks.lower(target, { project, workspace, op }));
      this.#lowered.set(key, lowered);
      targets.set(address, lowered);
    }
    return targets;
  }

  #secretVariables(secrets: Readonly<Record<string, string>>): Record<string, string> {
    const { variable, session } = this.#options;
    const values = Object.entries(secrets).map(([key, reference]) => {
      const [kind, name] = split(reference);
      const value = kind === 'env' ? variable(name) : session.secretByFingerprint(name);
      if (value !== undefined && value !== '') return [key, value];
      throw new HelixError(
        'auth',
        `${key.split(' ')[0] ?? key} needs the variable ${name}, which is not set.`,
        {
          hint: `Set ${name} where Helix runs.`,
        },
      );
    });
    return values.length === 0 ? {} : { TF_VAR_helix_secret: JSON.stringify(Object.fromEntries(values)) };
  }

  /** A directory for one look, which does not outlive Helix. */
  #scratch(name: string): WorkDirectory {
    const { directory, random, processes } = this.#options;
    const scratch = directory(name).beside(`${SCRATCH}${random.uuid()}`);
    processes.onExit(() => scratch.removeNow());
    return scratch;
  }

  #inTurn<T>(ref: StackRef, work: () => Promise<T>): Promise<T> {
    return this.#turns.take(stackName(ref), () => this.#slots.use(work));
  }
}

function toolChanges({ owners }: StackRun, { changes }: TerraformPlan): ToolChange[] {
  return [...changes.values()].flatMap(({ address: part, action }) => {
    const address = owners.get(part);
    if (address === undefined || typeof action !== 'string' || action === 'no-op') return [];
    return [{ address, part, action }];
  });
}

function stateOf({ state }: Pick<EngineSession, 'state'>): State {
  const now = state();
  if (now === null) throw new Error('operations begin before there is a state');
  return now;
}

function split(reference: string): [string, string] {
  const colon = reference.indexOf(':');
  return [reference.slice(0, colon), reference.slice(colon + 1)];
}

import { stackName, terraformCloud } from '../../../stacks';
import type { StackRef } from '../../../stacks';
import { HelixError } from '../../errors';
import type { Clock } from '../../ports/clock';
import type { Fetch } from '../http/node-fetch';
import type {
  Engine,
  EngineContext,
  EngineSession,
  MemberResult,
  Observation,
  PlacedResource,
  PrepareOptions,
  ToolChange,
} from '../../ports/engine';
import type { EngineVerbs } from '../../ports/engine-verbs';
import type { Random } from '../../ports/random';
import type { OpenEntry, OpenMember, ResourceRecord, State } from '../../state/state';
import type { Address } from '../../values/resource';
import type { ProcessTable } from '../host/process-table';
import type { StackAccess } from './access';
import { applyStep } from './apply/apply-step';
import { waitForHealth } from './apply/wait-for-health';
import { LoweredTargets } from './apply/lowered-targets';
import { NotesWriter, notesOf } from './apply/run-notes';
import { secretVariables } from './apply/secret-variables';
import { observeStacks } from './observe/observe-stacks';
import type { Processes } from '../host/processes';
import type { Terraform } from './program/terraform';
import { powerVerbs } from './power/power-verbs';
import { recoverBatch } from './recovery/recovery';
import { batchesOf, stepsOf } from './stack/batch-runs';
import type { StackStep } from './stack/batch-runs';
import { deviationsIn, deviationText } from './stack/deviations';
import { unchangedStacks } from './stack/unchanged-stacks';
import { KeyedMutex } from './stack/keyed-mutex';
import { MemorySemaphore } from './stack/memory-semaphore';
import { maskedDocument } from './stack/masked-document';
import type { TerraformPlan } from './stack/planned-changes';
import { stackRun } from './stack/stack-run';
import type { StackRun } from './stack/stack-run';
import type { Stacks } from './stack/stacks';
import { SCRATCH, StepPlans } from './stack/step-plans';
import type { PlannedStep } from './stack/step-plans';
import type { WorkDirectory } from './stack/work-directory';

export interface TerraformEngineOptions {
  readonly stacks: Stacks;
  /** Finds Terraform and the credentials of an account: called once for each account of a run. */
  readonly openAccess: (account: Pick<StackRef, 'provider' | 'account'>) => Promise<StackAccess>;
  readonly session: Pick<
    EngineSession,
    'project' | 'workspace' | 'state' | 'lineage' | 'secretByFingerprint'
  >;
  /** The value of an environment variable that a secret refers to. */
  readonly variable: (name: string) => string | undefined;
  /** Work directories by stack name. */
  readonly directory: (name: string) => WorkDirectory;
  readonly clock: Clock;
  /** For the health checks of machines. */
  readonly fetch: Fetch;
  readonly random: Random;
  readonly table: ProcessTable;
  readonly processes: Processes;
  readonly memory?: MemorySemaphore;
}

type Member = Omit<OpenMember, 'key'>;

/** Machines and registries in clouds, through Terraform and its providers. */
export class TerraformEngine implements Engine {
  readonly name = 'terraform';
  readonly preparesSlowly = true;
  readonly verbs: EngineVerbs;
  readonly #options: TerraformEngineOptions;
  readonly #memory: MemorySemaphore;
  readonly #stackMutex = new KeyedMutex();
  readonly #accesses = new Map<string, Promise<StackAccess>>();
  readonly #targets: LoweredTargets;
  readonly #plans: StepPlans;

  constructor(options: TerraformEngineOptions) {
    this.#options = options;
    this.#memory = options.memory ?? new MemorySemaphore();
    this.verbs = powerVerbs({
      stacks: options.stacks,
      state: options.session.state,
      clock: options.clock,
      openAccess: (ref) => this.#openAccess(ref),
    });
    this.#targets = new LoweredTargets(options.stacks, options.session, options.random);
    this.#plans = new StepPlans({
      run: (step) => this.#describeRun(step),
      directory: options.directory,
      scratch: (name) => this.#scratch(name),
    });
  }

  async check(resources: readonly PlacedResource[]): Promise<void> {
    const refs = new Map<string, StackRef>();
    for (const resource of resources) {
      const ref = this.#options.stacks.stackOf(resource);
      await this.#openAccess(ref);
      const key = accountKey(ref);
      if (!refs.has(key)) refs.set(key, ref);
    }
    const asked = [...refs.values()].map(async (ref) => (await this.#openAccess(ref)).prove(ref.region));
    for (const answer of await Promise.allSettled(asked)) {
      if (answer.status === 'rejected') throw answer.reason;
    }
  }

  batches<M extends Member>(members: readonly M[]): readonly (readonly M[])[] {
    return batchesOf(this.#options.stacks, members);
  }

  /** Plans every stack before anything is changed, and refuses plans that differ from what was approved. */
  async prepare(
    members: readonly Member[],
    { alsoUnchanged = false, onDocument }: PrepareOptions = {},
  ): Promise<readonly ToolChange[]> {
    const { stacks, session } = this.#options;
    const unchanged = alsoUnchanged ? unchangedStacks(stacks, session.state(), members) : [];
    const plans = this.batches(members).map(async (batch) => {
      const prepared: PlannedStep[] = [];
      for (const step of stepsOf(stacks, batch, await this.#targets.lower(batch, null))) {
        prepared.push(await this.#runInMemory(step.ref, () => this.#plans.prepare(step)));
      }
      return prepared;
    });
    plans.push(
      ...unchanged.map(async (ref) => [
        await this.#runInMemory(ref, () => this.#plans.prepare({ ref, members: [] })),
      ]),
    );
    const settled = await Promise.allSettled(plans);
    for (const one of settled) if (one.status === 'rejected') throw one.reason;
    const steps = settled.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
    const deviations = steps.flatMap(({ run, plan }) => deviationsIn(run, plan).map(deviationText));
    for (const { run, plan } of steps) onDocument?.(run.name, maskedDocument(plan.document));
    if (deviations.length === 0) return steps.flatMap(({ run, plan }) => toolChanges(run, plan));
    throw new HelixError(
      'refused',
      `Terraform's plan differs from the approved plan; nothing was changed.\n${deviations.map((line) => `  ${line}`).join('\n')}`,
      { hint: 'Run `helix plan --refresh` to see what exists, and approve that plan.' },
    );
  }

  async observe(records: readonly ResourceRecord[]): Promise<ReadonlyMap<Address, Observation>> {
    const { stacks, session } = this.#options;
    const state = session.state();
    if (state === null) return new Map();
    return observeStacks(records, state, {
      stacks,
      openAccess: (ref) => this.#openAccess(ref),
      lineage: session.lineage,
      scratch: (name) => this.#scratch(name),
      runInMemory: (ref, work) => this.#runInMemory(ref, work),
    });
  }

  async apply(entry: OpenEntry, context: EngineContext): Promise<readonly MemberResult[]> {
    const { stacks, session, table, clock, fetch } = this.#options;
    const deps = {
      plans: this.#plans,
      openAccess: (ref: StackRef) => this.#openAccess(ref),
      lineage: session.lineage,
      table,
      clock,
    };
    const targets = await this.#targets.lower(entry.members, notesOf(entry));
    const notes = new NotesWriter(targets, context);
    const results = new Map<Address, MemberResult>();
    for (const { ref, members } of stepsOf(stacks, entry.members, targets)) {
      // A resource that could not leave its old stack is not created in the new one.
      const ready = members.filter(({ address }) => results.get(address)?.outcome !== 'failed');
      if (ready.length === 0) continue;
      const step = { ref, members: ready };
      const applied = await this.#stackMutex.runExclusive(stackName(ref), () =>
        this.#runInMemory(ref, () => applyStep(step, entry, notes, context, deps)),
      );
      for (const result of applied) results.set(result.address, result);
    }
    return waitForHealth([...results.values()], entry.members, context, { clock, fetch });
  }

  async probe(entry: OpenEntry, context: EngineContext | null): Promise<readonly MemberResult[]> {
    if (context === null) {
      const error = { kind: 'failed', message: 'the next apply finds out what became of it' } as const;
      return entry.members.map(({ address }) => ({ address, outcome: 'failed', existing: 'unknown', error }));
    }
    const { stacks, session, clock, table, processes, directory } = this.#options;
    return recoverBatch(entry, context, {
      stacks,
      clock,
      table,
      processes,
      openAccess: (ref) => this.#openAccess(ref),
      state: () => stateOf(session),
      lineage: session.lineage(),
      directory,
    });
  }

  async #describeRun(step: StackStep): Promise<{ run: StackRun; terraform: Terraform }> {
    const { stacks, session, variable } = this.#options;
    const { settings, terraform } = await this.#openAccess(step.ref);
    const lineage = session.lineage();
    const run = stackRun(stacks, step.ref, step.members, stateOf(session), { ...settings, lineage });
    const { secretByFingerprint } = session;
    const secrets = secretVariables(run.secrets, { variable, secretByFingerprint });
    return { run, terraform: terraform.with(secrets) };
  }

  #openAccess(ref: Pick<StackRef, 'provider' | 'account'>): Promise<StackAccess> {
    const key = accountKey(ref);
    const access = this.#accesses.get(key) ?? this.#options.openAccess(ref);
    this.#accesses.set(key, access);
    return access;
  }

  /** A directory for one plan. It is removed when Helix exits, at the latest. */
  #scratch(name: string): WorkDirectory {
    const { directory, random, processes } = this.#options;
    const scratch = directory(name).sibling(`${SCRATCH}${random.uuid()}`);
    processes.onExit(() => scratch.removeSync());
    return scratch;
  }

  /** Waits until the memory holds one more Terraform with the provider of this stack. */
  #runInMemory<T>({ provider }: StackRef, work: () => Promise<T>): Promise<T> {
    return this.#memory.runExclusive(terraformCloud(provider).stackBytes, work);
  }
}

function accountKey({ provider, account }: Pick<StackRef, 'provider' | 'account'>): string {
  return JSON.stringify([provider, account ?? null]);
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

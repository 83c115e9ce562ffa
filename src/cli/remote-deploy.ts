import { Option } from 'clipanion';
import { HelixError } from '../errors';
import type { Plan } from '../plan/plan';
import type { Reporter } from '../ports/reporter';
import { dashboardUrl } from '../render/dashboard';
import { deploymentJson } from '../render/json/deployment-json';
import type { DeploymentEnd } from '../render/json/deployment-json';
import { renderDeploymentSummary } from '../render/lists/deployments/deployment-summary';
import { renderDeployed } from '../render/lists/deployments/deployed';
import { renderDeploymentCost } from '../render/lists/costs/deployment-cost';
import { deploymentSteps } from '../render/progress/deployment-steps';
import { renderPlan } from '../render/text/plan-text';
import type { ApplyOutcome } from '../workflows/apply';
import type { WantedDeployment } from '../workflows/deploy/deployment-keys';
import { lifetimeText } from '../workflows/deploy/wizard/answers';
import { chooseDeployName } from '../workflows/deploy/choose-name';
import { editDeployment, writeDeployment } from '../workflows/deploy/edit-deployment';
import type { EditedDeployment } from '../workflows/deploy/edit-deployment';
import type { ProjectRequest, SizedProject } from '../workflows/project/project';
import { readDefaults } from '../workflows/project/user-config';
import { ApplyingCommand, exitCodeAfter } from './applying-command';
import { BUILDER_OPTION, builderOf } from './builder-option';
import { deployOptions, wantedDeployment } from './deploy-options';
import { EventStream } from './event-stream';
import { machineOptions } from './machine-options';
import { sameCommand } from './same-command';
import { StepReporter } from './step-reporter';

const QUESTION = 'Proceed with deployment?';

/** A command that declares a machine and applies it: the edited file in memory, plan, approval, file, apply. */
export abstract class RemoteDeployCommand extends ApplyingCommand {
  deploy = deployOptions();
  machine = machineOptions();
  save = Option.Boolean('--save', true, {
    description:
      'Write the declaration; --save=false leaves the files alone, and later plans leave the machine alone',
  });

  interactive = Option.Boolean('--interactive', {
    description: 'Ask for the machine, also where options describe it; --no-interactive asks nothing',
  });
  builder = BUILDER_OPTION();
  /** The machine that was asked for by questions; null without questions. */
  #asked: WantedDeployment | null = null;
  /** The deployment that the plan has, and its steps. */
  #deployed: ReturnType<ConstructorParameters<typeof StepReporter>[1]> = null;

  protected override get project(): ProjectRequest {
    return { ...super.project, builder: builderOf(this.builder) };
  }

  /** Deploys the machine of that name; null: the only one, or a first one. Returns the exit code. */
  protected async deployRemote(given: string | null): Promise<number> {
    let deployment: EditedDeployment | null = null;
    try {
      deployment = await this.#editInMemory(given);
      deployment.notes.forEach((note) => this.info(note));
      // Standard output is the answer alone.
      this.stream = new EventStream(this.context, this.events, false);
      return await this.#apply(deployment);
    } catch (error) {
      if (!(error instanceof HelixError) || error.kind !== 'cancelled') throw error;
      this.info('Deployment cancelled.');
      if (this.#asked !== null && deployment !== null) this.#tellSameCommand(deployment, this.#asked);
      if (!this.json) return 8;
      if (deployment === null) throw error;
      this.#printEnd(deployment, { result: 'cancelled', cost: null, digest: null }, null);
      return 8;
    }
  }

  /** Declares the machine in memory, by the options or by the answers to questions. */
  async #editInMemory(given: string | null): Promise<EditedDeployment> {
    const { ports } = this.context;
    const { defaults } = await readDefaults(ports);
    const request = { ...this.project, environment: null };
    const questions = this.#isAsking() ? await this.loadQuestions('--provider or --auto-select') : null;
    const options = wantedDeployment(this.deploy, this.machine, this.environment, defaults);
    const mayAsk = this.canAsk && !this.autoApprove;
    const name = await chooseDeployName(
      ports,
      request,
      given,
      mayAsk ? () => this.loadQuestions('NAME') : null,
    );
    if (questions !== null) {
      const { askDeployment } = await import('../workflows/deploy/wizard/ask-deployment');
      this.#asked = await askDeployment(ports, questions, request, name, options, defaults);
    }
    return editDeployment(ports, request, name, this.#asked ?? options);
  }

  /** Whether the machine is asked for: `--interactive`, or a terminal and no option that describes it. */
  #isAsking(): boolean {
    const { provider, autoSelect } = this.deploy;
    const { cpu, memory } = this.machine;
    if (this.interactive !== undefined) return this.interactive;
    const isDescribed =
      autoSelect || [provider, cpu, memory, this.planDigest].some((value) => value !== undefined);
    return this.canAsk && !isDescribed && !this.autoApprove;
  }

  #tellSameCommand({ name }: EditedDeployment, asked: WantedDeployment): void {
    this.info(`The same without questions: ${sameCommand(name, asked)}`);
  }

  protected override progressOn(reporter: Reporter): Reporter {
    return this.#asked === null ? reporter : new StepReporter(reporter, () => this.#deployed);
  }

  async #apply(deployment: EditedDeployment): Promise<number> {
    const { ports } = this.context;
    const { edited, isEdited, address, name } = deployment;
    const outcome = await this.applyPlan({
      mode: 'apply',
      targets: [address],
      edited,
      environment: null,
      local: false,
      revives: true,
      byHand: this.save ? null : name,
      source: this.source,
      begin: async () => {
        if (this.save && isEdited) await writeDeployment(ports, deployment);
      },
      question: QUESTION,
    });
    const code = exitCodeAfter(outcome);
    this.#report(deployment, outcome, code);
    return code;
  }

  #report(deployment: EditedDeployment, outcome: ApplyOutcome, code: number): void {
    const { plan, state } = outcome;
    const change = plan.changes.find(({ address }) => address === deployment.address);
    const record = state?.resources[deployment.address] ?? null;
    if (this.json) {
      const result = code !== 0 ? 'failed' : change === undefined ? 'unchanged' : 'deployed';
      const cost = (change ?? plan.kept.find(({ address }) => address === deployment.address))?.cost ?? null;
      this.#printEnd(deployment, { result, cost, digest: plan.digest }, record);
    } else if (code !== 0 || record === null) {
      this.printSummary(outcome);
    } else {
      const { ports, style } = this.context;
      const view = {
        record,
        isChanged: change !== undefined,
        dashboardUrl: this.#dashboard(deployment, record),
        headline:
          this.#asked === null ? ('Deployment successful!' as const) : ('Deployment complete!' as const),
      };
      this.print(renderDeployed(view, ports.clock.now().toISOString(), style));
      if (this.#asked !== null) this.#tellSameCommand(deployment, this.#asked);
    }
  }

  #printEnd(
    deployment: EditedDeployment,
    end: Pick<DeploymentEnd, 'result' | 'cost' | 'digest'>,
    record: DeploymentEnd['record'],
  ): void {
    const { address } = deployment;
    const page = record === null ? null : this.#dashboard(deployment, record);
    this.printJson(deploymentJson({ ...end, address, record, dashboardUrl: page }));
  }

  #dashboard(
    { dashboardTemplate }: EditedDeployment,
    record: NonNullable<DeploymentEnd['record']>,
  ): string | null {
    return dashboardUrl(record, dashboardTemplate);
  }

  /** Asks with the cost above the plan, and Enter for a yes. */
  protected override async askForApproval(
    plan: Plan,
    project: SizedProject,
    question: string,
  ): Promise<boolean> {
    const { errorStyle, terminal } = this.context;
    const change = plan.changes.find(({ kind }) => kind === 'instance');
    // A container of this host costs nothing.
    if (change !== undefined && change.action !== 'read' && project.scope === 'shared') {
      this.tell(this.#costText(change, project));
      this.#deployed = { address: change.address, steps: stepsOf(change) };
    }
    if (this.autoApprove || !this.canAsk || plan.changes.length === 0) {
      return this.approve(plan, question);
    }
    this.tell(`${renderPlan(plan, errorStyle, { nextStep: false })}\n`);
    return terminal.confirm(question, true);
  }

  /** Renders what the machine will cost, after questions with the answers to them. */
  #costText({ name, cost }: Plan['changes'][number], { choices, books, config }: SizedProject): string {
    const { errorStyle } = this.context;
    const choice = choices.get(name);
    const instance = config.instances.find((one) => one.name === name);
    if (this.#asked === null || choice === undefined || instance?.kind !== 'deploy') {
      return renderDeploymentCost(choice, cost, errorStyle);
    }
    const { ttlSeconds } = instance;
    const machine = books.get(choice.provider)?.typeNamed(choice.type) ?? null;
    const ttl = lifetimeText(ttlSeconds === null ? 'never' : { seconds: ttlSeconds });
    return renderDeploymentSummary({ spec: instance, choice, machine, ttl, cost }, errorStyle);
  }
}

/** Returns the steps that can be observed while a change of a machine is applied. */
function stepsOf({ address, after }: Plan['changes'][number]): ReturnType<typeof deploymentSteps> {
  return after === null ? [] : deploymentSteps(address, after);
}

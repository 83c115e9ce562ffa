import { Option } from 'clipanion';
import { HelixError } from '../errors';
import type { Plan } from '../plan/plan';
import { dashboardUrl } from '../render/dashboard';
import { deploymentJson } from '../render/json/deployment-json';
import type { DeploymentEnd } from '../render/json/deployment-json';
import { renderDeployed } from '../render/lists/deployed';
import { renderDeploymentCost } from '../render/lists/deployment-cost';
import { renderPlan } from '../render/text/plan-text';
import type { ApplyOutcome } from '../workflows/apply';
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

const QUESTION = 'Proceed with deployment?';

/** A command that declares a machine and applies it: the edited file in memory, plan, approval, file, apply. */
export abstract class RemoteDeployCommand extends ApplyingCommand {
  deploy = deployOptions();
  machine = machineOptions();
  save = Option.Boolean('--save', true, {
    description:
      'Write the declaration; --save=false leaves the files alone, and later plans leave the machine alone',
  });

  builder = BUILDER_OPTION();

  protected override get project(): ProjectRequest {
    return { ...super.project, builder: builderOf(this.builder) };
  }

  /** Deploys the machine of that name; null: the only one, or a first one. Returns the exit code. */
  protected async deployRemote(given: string | null): Promise<number> {
    const { ports } = this.context;
    const { defaults } = await readDefaults(ports);
    const wanted = wantedDeployment(this.deploy, this.machine, this.environment, defaults);
    const request = { ...this.project, environment: null };
    const name = await chooseDeployName(ports, request, given);
    const deployment = await editDeployment(ports, request, name, wanted);
    deployment.notes.forEach((note) => this.info(note));
    // Standard output is the answer alone.
    this.stream = new EventStream(this.context, this.events, false);
    try {
      return await this.#apply(deployment);
    } catch (error) {
      if (!(error instanceof HelixError) || error.kind !== 'cancelled') throw error;
      this.info('Deployment cancelled.');
      if (this.json) this.#printEnd(deployment, { result: 'cancelled', cost: null, digest: null }, null);
      return 8;
    }
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
      };
      this.print(renderDeployed(view, ports.clock.now().toISOString(), style));
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
    if (change !== undefined && change.action !== 'read') {
      this.tell(renderDeploymentCost(project.choices.get(change.name), change.cost, errorStyle));
    }
    if (this.autoApprove || !this.canAsk || plan.changes.length === 0) {
      return this.approve(plan, question);
    }
    this.tell(`${renderPlan(plan, errorStyle, { nextStep: false })}\n`);
    return terminal.confirm(question, true);
  }
}

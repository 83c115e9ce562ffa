import { HelixError } from '../../errors';
import type { Plan } from '../../plan/plan';
import type { PullRequests } from '../../ports/forge';
import type { ApplyEvent, Reporter } from '../../ports/reporter';
import { previewEnvironment } from '../../previews/told';
import type { Told } from '../../previews/told';
import { isUnfinished, readPreviewMarker, renderPreviewComment } from '../../render/markdown/preview-comment';
import { renderEvent, renderPhase } from '../../render/progress/event-lines';
import { progressReducer, startOfProgress } from '../../render/progress/progress-state';
import { PLAIN_STYLE } from '../../render/style';
import type { ApplyPreview } from '../../workflows/preview/preview-down';
import type { SizedProject } from '../../workflows/project/project';
import { ApplyingCommand } from '../applying-command';
import { writeComment } from '../ci-report';
import { CI_VARIABLES } from '../variables';
import {
  COMMENT_OPTION,
  DEPLOYMENTS_OPTION,
  FORGE_OPTION,
  commentForge,
  openPullRequests,
} from './preview-options';

/** The lines of progress that a comment on a failure shows. */
const LOG_LINES = 20;

/** A command that makes previews or takes them down: the pull request is what approves it, so that no CI has to. */
export abstract class PreviewCommand extends ApplyingCommand {
  static override readonly variables = [...ApplyingCommand.variables, ...CI_VARIABLES];

  comment = COMMENT_OPTION();
  deployments = DEPLOYMENTS_OPTION();
  forge = FORGE_OPTION();

  readonly #log: string[] = [];

  /** The directory and the options of the project; the workspace follows from the pull request. */
  protected get previewProject() {
    if (this.workspace !== 'default')
      throw new HelixError('usage', '--workspace does not go with previews', {
        hint: 'The preview of pull request N has the workspace `pr-N`.',
      });
    const { workspace: _, ...project } = this.project;
    return project;
  }

  protected openForge(): Promise<PullRequests | null> {
    return openPullRequests(this.context, this.forge, this.comment);
  }

  /** Asks only a person at a terminal: in CI the pull request has approved it. */
  protected override askForApproval(plan: Plan, project: SizedProject, question: string): Promise<boolean> {
    if (!this.context.terminal.interactive) this.autoApprove = true;
    return super.askForApproval(plan, project, question);
  }

  protected override progressOn(reporter: Reporter): Reporter {
    let state = startOfProgress(0);
    const keep = (text: string): void => {
      this.#log.push(...text.split('\n').filter((line) => line !== ''));
      this.#log.splice(0, this.#log.length - LOG_LINES);
    };
    return {
      report: (event: ApplyEvent) => {
        keep(
          event.type === 'phase' ? renderPhase(event, PLAIN_STYLE) : renderEvent(event, state, PLAIN_STYLE),
        );
        state = progressReducer(state, event);
        reporter.report(event);
      },
      close: () => reporter.close(),
    };
  }

  /** The reporter of what happens around the apply: its notes alone. */
  protected get notes(): Reporter {
    return {
      report: (event) => {
        if (event.type === 'note') this.info(event.message);
      },
      close: () => undefined,
    };
  }

  protected get log(): readonly string[] {
    return [...this.#log];
  }

  protected applyPreview(question: string): ApplyPreview {
    return (options) =>
      this.applyPlan({
        ...options,
        targets: [],
        source: options.mode === 'apply' ? this.source : { type: 'fresh', refresh: false },
        question,
      });
  }

  /** Shows the preview to those who look at its pull request. An error there changes nothing about the preview. */
  protected async showToForge(told: Told, forge: PullRequests | null): Promise<void> {
    const comment = commentForge(this.comment);
    if (comment !== null) {
      const { ports } = this.context;
      const wish = { forge: comment, number: told.number, anew: false, required: false };
      const body = renderPreviewComment(told);
      // Nothing is on record of it: then only a comment that says otherwise is wrong.
      const isOfNothing = (told.state === 'destroyed' || told.state === 'expired') && told.facts === null;
      await writeComment(this.context, wish, await ports.ci.findRun(), body, {
        markerOf: readPreviewMarker,
        ...(isOfNothing && { edits: isUnfinished }),
      });
    }
    if (this.deployments && forge !== null) await this.#showDeployment(told, forge);
  }

  async #showDeployment(told: Told, forge: PullRequests): Promise<void> {
    const environment = previewEnvironment(told.number);
    try {
      if (told.state === 'live')
        await forge.showDeployment({ environment, commit: told.commit, url: told.facts.urls[0] ?? null });
      else if (told.state === 'destroyed' || told.state === 'expired')
        await forge.showDeployment({ environment, commit: null, url: null });
    } catch (error) {
      if (!(error instanceof HelixError)) throw error;
      this.info(`No deployment is shown: ${error.message}. ${error.hint ?? ''}`);
    }
  }
}

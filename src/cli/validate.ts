import { Command, Option } from 'clipanion';
import { renderAnnotations } from '../render/ci/annotations';
import { codeQuality } from '../render/ci/code-quality';
import { findingsOf } from '../render/ci/findings';
import { renderJson } from '../render/json/render-json';
import { renderValidateOk } from '../render/lists/validate-ok';
import { renderProblems } from '../render/problems/render-problems';
import { validateProject } from '../workflows/validate';
import { directoryIn } from './ci-report';
import { HelixCommand } from './helix-command';
import { qualityFiles } from './report-options';
import { writeReports } from './reports';
import { CI_VARIABLES } from './variables';

export class ValidateCommand extends HelixCommand {
  static override paths = [['validate']];
  static override usage = Command.Usage({
    category: 'Project',
    description: 'check the whole configuration, offline',
    details:
      'Lists every problem with its place, the keys that are read and not used, what would surprise in an image that is built, and what this host lacks to build it. Exits with 1 if there is an error.',
    examples: [
      ['Check the project', '$0 validate'],
      ['In CI: fail on warnings too', '$0 validate --strict'],
      ['As data', '$0 validate --json'],
      ['For a merge request on GitLab', '$0 validate --out-report helix.codequality.json'],
    ],
  });

  static override readonly variables = [...HelixCommand.variables, ...CI_VARIABLES];

  json = Option.Boolean('--json', false, { description: 'Print the problems as JSON' });
  strict = Option.Boolean('--strict', false, { description: 'Treat warnings as errors' });
  environment = Option.String('--environment', { description: 'Use [blueprint.environments.NAME]' });

  report = Option.Array('--out-report', [], {
    description: 'Also write the problems to this file, for GitLab (.codequality.json); can be repeated',
  });
  ci = Option.Boolean('--ci', true, {
    description: 'Mark the problems at their lines in GitHub Actions; --no-ci does not',
  });

  async execute(): Promise<number> {
    const { ports, style, cwd, stderr } = this.context;
    const files = qualityFiles(this.report);
    const run = await ports.ci.findRun();
    const {
      config,
      files: read,
      problems,
    } = await validateProject(ports, {
      directory: this.startDirectory,
      environment: this.environment ?? null,
    });
    const failing = problems.filter(
      ({ severity }) => severity === 'error' || (this.strict && severity === 'warning'),
    );
    const valid = config !== null && failing.length === 0;
    if (this.json) this.printJson({ valid, problems });
    else {
      if (problems.length > 0) this.print(`${renderProblems(problems, style)}\n`);
      if (valid)
        this.print(
          renderValidateOk(
            { name: config.project.name, files: read, instances: config.instances.length },
            style,
          ),
        );
    }
    const under = directoryIn(run?.checkout ?? cwd, this.startDirectory);
    const findings = findingsOf(null, problems, under);
    if (this.ci && run?.name === 'GitHub') stderr.write(renderAnnotations(findings));
    const lost = await writeReports(
      this.context,
      files.map((path) => ({ path, text: () => renderJson(codeQuality(findings, under), 'line') })),
    );
    return valid ? lost : 1;
  }
}

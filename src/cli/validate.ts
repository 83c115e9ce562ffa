import { Command, Option } from 'clipanion';
import { renderValidateOk } from '../render/lists/validate-ok';
import { renderProblems } from '../render/problems/render-problems';
import { checkConfig } from '../workflows/project/check-config';
import { HelixCommand } from './helix-command';

export class ValidateCommand extends HelixCommand {
  static override paths = [['validate']];
  static override usage = Command.Usage({
    category: 'Project',
    description: 'check the whole configuration, offline',
    details:
      'Lists every problem with its place, and the keys that are read and not used. Exits with 1 if there is an error.',
    examples: [
      ['Check the project', '$0 validate'],
      ['In CI: fail on warnings too', '$0 validate --strict'],
      ['As data', '$0 validate --json'],
    ],
  });

  json = Option.Boolean('--json', false, { description: 'Print the problems as JSON' });
  strict = Option.Boolean('--strict', false, { description: 'Treat warnings as errors' });
  environment = Option.String('--environment', { description: 'Use [blueprint.environments.NAME]' });

  async execute(): Promise<number> {
    const { ports, style } = this.context;
    const { config, files, problems } = await checkConfig(ports, {
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
          renderValidateOk({ name: config.project.name, files, instances: config.instances.length }, style),
        );
    }
    return valid ? 0 : 1;
  }
}

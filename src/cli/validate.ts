import { Command, Option } from 'clipanion';
import { renderValidateOk } from '../render/lists/validate-ok';
import { renderProblems } from '../render/problems/render-problems';
import { checkConfig } from '../workflows/project/check-config';
import { HelixCommand } from './helix-command';

export class ValidateCommand extends HelixCommand {
  static override paths = [['validate']];
  static override usage = Command.Usage({
    category: 'Project',
    description: 'check the configuration, all of it, without a network',
    details:
      'Lists every mistake with its place, and the keys that are read and not used. Exit code 1 on an error.',
    examples: [
      ['Check the project', '$0 validate'],
      ['In CI, warnings too', '$0 validate --strict'],
      ['As data', '$0 validate --json'],
    ],
  });

  json = Option.Boolean('--json', false, { description: 'Print the problems as JSON' });
  strict = Option.Boolean('--strict', false, { description: 'Warnings fail' });
  environment = Option.String('--environment', { description: 'The [blueprint.environments.NAME] to use' });

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
